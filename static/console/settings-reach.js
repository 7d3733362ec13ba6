// Who can reach the server: this computer alone, or the shop's network.

import { doer, notice } from "./dialog.js";
import { fill, h, unique } from "./dom.js";
import { Refused } from "./server.js";
import { say } from "./words.js";
import { change, fieldOf, overridden, valueOf } from "./settings-server.js";
import { isLoopback } from "./settings-restart.js";

/** @typedef {import("./settings-server.js").Settings} Settings */

const ALL = "0.0.0.0";

/** @param {Settings} settings @param {(settings: Settings) => void} changed */
export function reach(settings, changed) {
  const host = String(valueOf(settings, "server", "host") ?? "127.0.0.1");
  const { admin, user } = settings.passwords;
  const group = unique("reach");
  const other = ![ALL, "::"].includes(host) && !isLoopback(host);
  const fault = h("p", { class: "fault", role: "alert", hidden: true });
  const given = overridden(fieldOf(settings, "server", "host"));
  const closed = given || (!admin || !user) && say("Сначала задайте оба пароля: без них сервер не откроется сети.");
  const choice = (/** @type {string} */ value, /** @type {string} */ title, /** @type {string} */ about, refused = /** @type {string | false} */ ("")) => {
    const input = h("input", { type: "radio", name: group, value, checked: value === host || (isLoopback(value) && isLoopback(host)) || (value === ALL && host === "::"), disabled: Boolean(refused) || !settings.writable });
    return h("label", { class: "reach-choice" }, input, h("span", null, h("b", null, title), h("span", { class: "hint" }, refused || about)));
  };
  const choices = h("div", { class: "stack tight", role: "radiogroup", "aria-label": say("Кто может подключиться") },
    choice("127.0.0.1", say("Только этот компьютер"), say("Программы и браузер на компьютере сервера."), given),
    choice(ALL, say("Компьютеры и телефоны сети магазина"), say("Понадобится имя и пароль."), closed),
    other && choice(host, say("Только через адрес {host}", { host }), say("Так записано в файле.")));
  const save = doer(say("Сохранить"), async () => {
    try {
      changed(await change(settings.tag, { server: { host: chosen() } }));
      notice(say("Записано. Подействует после перезапуска сервера."), "good");
    } catch (error) {
      if (!(error instanceof Refused) || error.status !== 422) throw error;
      fault.hidden = false;
      fill(fault, error.faults.map((one) => one.text).join("; ") || error.message);
    }
  }, "main");
  const chosen = () => choices.querySelector("input:checked")?.getAttribute("value") ?? host;
  const mark = () => (save.disabled = chosen() === host || !settings.writable);
  choices.addEventListener("change", mark);
  mark();
  return h("section", { class: "panel stack", id: "settings-reach" }, h("h2", null, say("Кто может подключиться")), listening(settings), choices, fault, h("div", { class: "row" }, save));
}

/** The addresses of now. @param {Settings} settings */
function listening(settings) {
  const links = addressesOf(settings).map((one) => h("li", null, h("a", { href: one }, one)));
  return h("div", null, h("p", null, say("Сейчас сервер отвечает по адресам:")), h("ul", { class: "bullets" }, links));
}

/** A server that listens everywhere is called by any name of its computer; the certificate knows them. @param {Settings} settings */
export function addressesOf(settings) {
  const { listening, certificate, restart_needed: waiting } = settings;
  const host = String(valueOf(settings, "server", "host"));
  const first = listening[0];
  if (!first || !certificate || waiting.includes("[server] host") || (host !== ALL && host !== "::")) return listening;
  const { protocol, port } = new URL(first);
  const others = certificate.names.filter((name) => !isLoopback(name)).map((name) => `${protocol}//${name.includes(":") ? `[${name}]` : name}${port && `:${port}`}/`);
  return [...new Set([...listening, ...others])];
}
