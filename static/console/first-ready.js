// The end: what to write into 1C and the site, and where to go on.

import { doer, notice } from "./dialog.js";
import { h } from "./dom.js";
import { address } from "./router.js";
import { say } from "./words.js";
import { restartNote } from "./settings-restart.js";
import { addressesOf } from "./settings-reach.js";
import { readSettings, valueOf } from "./settings-server.js";

/** @returns {Promise<import("./first.js").Step>} */
export async function readyStep() {
  const settings = await readSettings();
  const found = addressesOf(settings).map((one) => new URL(one));
  const login = String(valueOf(settings, "auth", "user_login") ?? "User");
  const rows = [
    [say("Адрес (сервер)"), [...new Set(found.map((one) => one.hostname))].join(", ")],
    [say("Порт"), [...new Set(found.map((one) => one.port || (one.protocol === "https:" ? "443" : "80")))].join(", ")],
    [say("Полный адрес команд"), `${found[0]?.origin ?? location.origin}/Execute`],
    [say("Имя (логин)"), login],
    [say("Пароль"), settings.passwords.user ? say("тот, что вы задали для программ и касс") : say("не задан: оставьте пустым")],
  ];
  const table = h("dl", { class: "told" }, rows.map(([name, value]) => h("div", null, h("dt", null, name), h("dd", { class: "code" }, value))));
  const copy = doer(say("Скопировать"), async () => {
    await navigator.clipboard.writeText(rows.map((row) => row.join(": ")).join("\n"));
    notice(say("Скопировано."), "good");
  });
  const element = h("div", { class: "stack" }, restartNote(settings, () => location.reload()),
    h("section", { class: "panel stack" }, h("h3", null, say("Впишите в 1С, кассовую программу или настройки сайта")), table, navigator.clipboard && h("div", { class: "row" }, copy),
      h("p", { class: "faint" }, say("Номер устройства (NumDevice) стоит на его карточке; 0 – любое подходящее."))),
    h("section", { class: "panel stack" }, h("h3", null, say("Дальше")), h("ul", { class: "bullets" },
      h("li", null, h("a", { href: address("try") }, say("Попробовать команды в браузере")), say(": готовые примеры с ответом и бумагой рядом.")),
      h("li", null, h("a", { href: "/docs" }, say("Описание API")), say(": для программиста 1С или сайта.")),
      h("li", null, h("a", { href: address("diagnosis") }, say("Диагностика")), say(": проверить, дойдут ли сюда страницы вашего сайта.")))));
  return { element };
}
