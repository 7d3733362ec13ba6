// Step 1: what is there already, and three ways to go on.

import { addDevice } from "./device-form.js";
import { searchPanel } from "./device-search.js";
import { isVirtual } from "./device-standing.js";
import { doer } from "./dialog.js";
import { h, list } from "./dom.js";
import * as live from "./live.js";
import { say } from "./words.js";

/** @param {string} title @param {...import("./dom.js").Child} content */
const panel = (title, ...content) => h("section", { class: "panel stack" }, h("h3", null, title), ...content);
const faint = (/** @type {string} */ text) => h("p", { class: "faint" }, text);

/** @returns {import("./first.js").Step} */
export function devicesStep() {
  const search = searchPanel();
  const there = h("ul", { class: "row" });
  const show = () => list(there, live.now().devices, (device) => `${device.number} ${device.name}`, (device) => h("li", { class: "tag" }, `${device.number}. ${device.name}`, isVirtual(device) && ` · ${say("виртуальное")}`));
  show();
  const deaf = live.on("devices", show);
  const element = h("div", { class: "stack" },
    panel(say("Уже есть"), there),
    panel(say("Найти"), faint(say("Включите кассы и принтеры и подключите их к этому компьютеру или к сети магазина. Поиск ничего не печатает и ничего не меняет.")), search.element),
    panel(say("Указать самому"), faint(say("Если модель и адрес известны или поиск её не нашёл: принтеры Windows и CUPS, весы, терминалы.")), h("div", { class: "row" }, doer(say("Выбрать модель и подключение"), () => addDevice()))),
    panel(say("Пока попробовать без устройств"), faint(say("Виртуальная касса и принтеры работают как настоящие, а бумагу показывают на экране. Ничего не уходит в налоговую. Нажмите «Дальше»."))));
  return { element, leave: () => [search.leave, deaf].forEach((end) => end()) };
}
