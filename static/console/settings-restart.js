// The server starts anew: what asks for it, and how the page finds it again.

import { doer, notice, open, sure } from "./dialog.js";
import { h } from "./dom.js";
import * as live from "./live.js";
import { ask } from "./server.js";
import { told, say } from "./words.js";
import { fieldOf, valueOf } from "./settings-server.js";

/** @typedef {import("./settings-server.js").Settings} Settings */

const DEADLINE = 90000; // milliseconds: half a minute for what is being printed, and the start

/** What waits for a restart, with the button; null: nothing does. @param {Settings} settings @param {() => void} after */
export function restartNote(settings, after) {
  if (!settings.restart_needed.length) return null;
  const waits = settings.restart_needed.map((key) => h("li", null, titleOf(settings, key)));
  const how = settings.can_restart
    ? doer(say("Перезапустить сервер"), () => restart(settings, after), "main")
    : h("p", null, say("Перезапустите службу kkmserver (в Linux: systemctl restart kkmserver) или остановите программу и запустите её снова."));
  return h("div", { class: "note warn stack" }, h("p", null, say("Изменено и записано, но подействует после перезапуска:")), h("ul", { class: "bullets" }, waits), h("div", { class: "row" }, how));
}

/** `[server] port` as the form calls it. @param {Settings} settings @param {string} key */
function titleOf(settings, key) {
  const [, section = "", name = ""] = /^\[(.+)\] (\S+)$/.exec(key) ?? [];
  const title = told(fieldOf(settings, section, name)?.title);
  return title ? `${title} (${key})` : key;
}

/** @param {Settings} settings @param {() => void} after */
async function restart(settings, after) {
  const text = say("Сервер допечатает начатое и запустится снова. Команды, которые ждут очереди, останутся в журнале.");
  if (!(await sure({ title: say("Перезапустить сервер?"), text, yes: say("Перезапустить") }))) return;
  const { boot } = live.now();
  await ask("POST", "/settings/restart", {});
  const there = addressAfter(settings);
  if (there === location.origin) await waited(boot, after);
  else await moved(there);
}

/** The page stays and goes on by itself. @param {string} boot @param {() => void} after */
async function waited(boot, after) {
  const coming = returned(boot);
  open(say("Сервер перезапускается"), (/** @type {(back: boolean) => void} */ close) => {
    coming.then(close);
    return [h("p", { role: "status" }, say("Страница ждёт его и продолжит сама. Обычно это несколько секунд."))];
  });
  const back = await coming;
  if (back) notice(say("Сервер снова работает, настройки действуют."), "good");
  else notice(say("Сервер не вернулся за полторы минуты. Посмотрите на его компьютере, запущен ли он: причину он пишет в свой журнал."), "bad");
  if (back) after();
}

/** Has a server with another boot spoken before the deadline? @param {string} boot @returns {Promise<boolean>} */
function returned(boot) {
  return new Promise((resolve) => {
    const late = setTimeout(() => end(false), DEADLINE);
    const heard = live.on("link", (link) => link === "on" && live.now().boot !== boot && end(true));
    /** @param {boolean} back */
    const end = (back) => {
      clearTimeout(late);
      heard();
      resolve(back);
    };
  });
}

/** A page cannot ask another address whether it is there: the visitor goes. @param {string} there */
function moved(there) {
  const link = h("a", { href: `${there}/${location.hash}`, class: "button main" }, there);
  return open(say("У сервера новый адрес"), () => [
    h("div", { class: "stack" },
      h("p", null, say("Через несколько секунд сервер ответит здесь, на прежнем адресе его больше не будет:")),
      h("p", null, link),
      there.startsWith("https:") && h("p", { class: "faint" }, say("Если браузер предупредит о сертификате, корневой сертификат на этом компьютере ещё не стал доверенным.")),
      h("p", { class: "faint" }, say("Новый адрес нужен и программам: впишите его в 1С и в настройки сайта.")),
    ),
  ]);
}

/** Where this page will be found. @param {Settings} settings */
function addressAfter(settings) {
  const here = new URL(location.origin);
  const wants = (/** @type {string} */ key) => settings.restart_needed.includes(`[server] ${key}`);
  if (wants("tls_certificate") || wants("tls_key")) here.protocol = valueOf(settings, "server", "tls_certificate") ? "https:" : "http:";
  const port = Number(valueOf(settings, "server", "port"));
  if (wants("port") && port) here.port = String(port);
  else if (!here.port && location.port === "") here.port = location.protocol === "https:" ? "443" : "80";
  if (wants("host")) here.hostname = hostAfter(String(valueOf(settings, "server", "host")), here.hostname);
  return here.origin;
}

const LOOPBACK = /^(localhost|127\..*|\[?::1\]?)$/;
export const isLoopback = (/** @type {string} */ host) => LOOPBACK.test(host);

/** @param {string} host @param {string} name  by which the server is called now */
function hostAfter(host, name) {
  if (["0.0.0.0", "::", "[::]", ""].includes(host)) return name;
  if (isLoopback(host)) return isLoopback(name) ? name : "localhost";
  return host.includes(":") ? `[${host}]` : host;
}
