// Step 2: a test print on each device, and what to do where it did not come out.

import { run } from "./device-command.js";
import { change } from "./device-form.js";
import { sample } from "./device-samples.js";
import { isVirtual, PRINTERS, standing } from "./device-standing.js";
import { doer } from "./dialog.js";
import { fill, h, list } from "./dom.js";
import * as live from "./live.js";
import { address } from "./router.js";
import { ask } from "./server.js";
import { say } from "./words.js";

/** @typedef {import("./types.js").Device} Device */

/** @returns {import("./first.js").Step} */
export function testStep() {
  const rows = h("div", { class: "stack" });
  const none = h("p", { class: "note" }, say("Печатать пока не на чем. Вернитесь на шаг назад и добавьте устройство."));
  const show = () => {
    const printers = live.now().devices.filter((device) => PRINTERS.includes(device.kind) && !device.members.length);
    none.hidden = printers.length > 0;
    list(rows, printers, (device) => String(device.number), row);
  };
  show();
  return { element: h("div", { class: "stack" }, none, rows), leave: live.on("devices", show) };
}

/** @param {Device} device @param {HTMLElement | undefined} before  its result stays */
function row(device, before) {
  const made = before ?? printing(device.number);
  const { mood, icon, text, advice } = standing(device);
  fill(/** @type {Element} */ (made.querySelector(".stands")), h("span", { class: `tag ${mood}` }, icon, " ", text), advice && h("span", { class: "faint" }, " ", advice));
  return made;
}

/** @param {number} number */
function printing(number) {
  const device = /** @type {Device} */ (live.deviceOf(number));
  const told = h("div", { role: "status" });
  const after = h("div", { class: "stack tight" });
  const print = doer(say("Напечатать пробу"), async () => {
    fill(after);
    const now = live.deviceOf(number) ?? device;
    const answer = await run({ ...sample(now), NumDevice: number, Timeout: 30 }, (mood, ...words) => fill(told, h("p", { class: mood }, words)));
    if (answer) fill(after, await paper(now), verdict(now));
  }, "main");
  return h("section", { class: "panel stack" },
    h("div", { class: "bar" }, h("div", null, h("h3", null, `${number}. ${device.name}`), h("p", { class: "stands" })), print),
    device.kind === "register" && !isVirtual(device) && h("p", { class: "note warn" }, say("Это настоящая касса. Проба – нефискальный документ, в налоговую он не уходит. Настоящий чек сразу считается выручкой: пробейте его, когда будете готовы продавать.")),
    told, after);
}

/** Of a virtual device the paper is seen here. @param {Device} device */
async function paper(device) {
  if (!device.tape) return null;
  const [last] = await ask("GET", `${device.tape}?limit=1`);
  return last ? h("img", { class: "paper sample", src: last.png, alt: last.title }) : null;
}

/** @param {Device} device */
function verdict(device) {
  const place = h("div", { class: "row", role: "group", "aria-label": say("Вышло?") });
  const yes = h("button", { type: "button", onclick: () => fill(place, h("p", { class: "good" }, say("✓ Отлично, устройство готово."))) }, say("Да"));
  const no = h("button", { type: "button", onclick: () => fill(place, advice(device)) }, say("Нет"));
  fill(place, h("b", null, isVirtual(device) ? say("Выглядит правильно?") : say("Вышло на бумаге?")), yes, no);
  return place;
}

/** @param {Device} device */
function advice(device) {
  const checks = [
    say("Питание включено, крышка закрыта, бумага вставлена нужной стороной (термобумага темнеет от ногтя)."),
    say("Кабель сидит плотно. У сетевого устройства адрес тот же, что в настройках: он бывает на его самопробе."),
    say("Скорость порта в подключении та же, что у устройства."),
    say("Печатает кракозябры или криво: проверьте кодировку, ширину строки и модель в настройках устройства."),
  ];
  return h("div", { class: "stack tight" }, h("p", null, say("Проверьте по порядку:")), h("ol", { class: "numbered" }, checks.map((one) => h("li", null, one))),
    h("p", null, doer(say("Настройки устройства"), () => change("devices", device.number)), " ", h("a", { href: address("diagnosis") }, say("Диагностика"))));
}
