// Diagnosis: the way from this browser to the server, and what the server knows of itself.

import { doer, notice, wordsOf } from "./dialog.js";
import { fill, h } from "./dom.js";
import { ask, download, isAdmin } from "./server.js";
import { moment, number, say } from "./words.js";
import { CHECKS } from "./diagnosis-browser.js";
import { content, findings } from "./diagnosis-list.js";
import { siteCheck } from "./diagnosis-site.js";

/** @typedef {import("./diagnosis-browser.js").Finding} Finding */
/**
 * @typedef {object} Diagnosis
 * @property {{ version: string, python: string, system: string, started: string, folder: string, disk_free: number, journal_bytes: number, journal_rows: number }} server
 * @property {string[]} listening
 * @property {string[]} origins
 * @property {{ admin: boolean, user: boolean }} passwords
 * @property {Finding[]} findings
 */

/** @returns {import("./types.js").Screen} */
export function screen() {
  const browser = h("div", { "aria-live": "polite" });
  const server = h("div", { class: "stack" });
  const again = doer(say("Проверить снова"), check);
  async function check() {
    await Promise.all([lookAround(browser), isAdmin() && askServer(server)]);
  }
  check();
  const here = h("section", { class: "panel stack" }, h("h2", null, say("Этот браузер и сервер")), browser);
  const content = h("div", { class: "stack" }, h("div", { class: "bar" }, h("h1", null, say("Диагностика")), again), here, server);
  return { title: say("Диагностика"), content };
}

/** One after the other: measuring does not like company. @param {HTMLElement} place */
async function lookAround(place) {
  const rows = h("ul", { class: "findings" });
  fill(place, rows);
  for (const check of CHECKS) {
    const row = h("li", null, h("span", { class: "faint" }, say("проверяем…")));
    rows.append(row);
    fill(row, content(await check()));
  }
}

/** @param {HTMLElement} place */
async function askServer(place) {
  try {
    /** @type {Diagnosis} */
    const told = await ask("GET", "/diagnosis");
    fill(place, siteCheck(told), about(told), bundle());
  } catch (error) {
    fill(place, h("p", { class: "note bad" }, wordsOf(error)));
  }
}

/** @param {Diagnosis} told */
function about({ server, listening, findings: found }) {
  const facts = [
    [say("Версия"), `${server.version}, Python ${server.python}`],
    [say("Система"), server.system],
    [say("Запущен"), moment(server.started)],
    [say("Отвечает по адресам"), listening.join(", ")],
    [say("Папка данных"), server.folder],
    [say("Свободно на диске"), bytes(server.disk_free)],
    [say("Журнал"), say("{rows} команд, {size}", { rows: number(server.journal_rows), size: bytes(server.journal_bytes) })],
  ];
  const table = h("dl", { class: "told" }, facts.map(([name, value]) => h("div", null, h("dt", null, name), h("dd", null, value))));
  return h("section", { class: "panel stack" }, h("h2", null, say("Сервер")), findings(found), table);
}

/** @param {number} size */
function bytes(size) {
  const [unit, name] = size >= 2 ** 30 ? [2 ** 30, say("ГБ")] : size >= 2 ** 20 ? [2 ** 20, say("МБ")] : [1024, say("КБ")];
  return `${number(Math.round((size / unit) * 10) / 10)} ${name}`;
}

function bundle() {
  const get = doer(say("Скачать отчёт для поддержки"), async () => {
    await download("POST", "/support-bundle", {});
    notice(say("Отчёт скачан. Приложите его к письму в поддержку."), "good");
  });
  return h("section", { class: "panel stack" }, h("h2", null, say("Отчёт для поддержки")),
    h("p", null, say("Архив ZIP: версии, настройки без паролей и ключей, последние 200 команд журнала без содержимого, обмен с устройствами, сообщения сервера. Номера карт, телефоны и почта скрыты.")),
    h("p", { class: "faint" }, say("Сам сервер его никуда не отправляет. Прежде чем отдать архив, посмотрите, что внутри: README.txt расскажет о каждом файле.")), h("div", { class: "row" }, get));
}
