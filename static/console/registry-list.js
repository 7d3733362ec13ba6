// A new table, the tables so far, and where organisations are told of results.

import { doer, notice } from "./dialog.js";
import { fill, h } from "./dom.js";
import { shopPanel } from "./registry-shop.js";
import { readyOf, showing, stateTag, wholeOf } from "./registry-words.js";
import { go } from "./router.js";
import { ask, isAdmin } from "./server.js";
import { moment, number, say } from "./words.js";

/** @typedef {import("./registry-types.js").Shop} Shop */
/** @typedef {import("./registry-types.js").Registry} Registry */

const MOST_BYTES = 8 * 2 ** 20;
const EVERY = 2000; // milliseconds
const SAMPLE = "Номер документа;Наименование;Цена;Количество;НДС;Оплата безналичными;Контакт покупателя\r\n1001;Чай чёрный;120,50;2;20%;291,00;buyer@example.org\r\n1001;Печенье;50,00;1;10%;;\r\n1002;Доставка;300;1;без НДС;300;+79161234567\r\n";

/** @returns {Promise<import("./types.js").Screen>} */
export async function screen() {
  /** @type {Shop[]} */
  const shops = await ask("GET", "/itkassa/organizations");
  const title = say("Реестры чеков");
  if (!shops.length) return { title, content: h("p", { class: "note" }, say("API «Анти Касса» выключен. Его включают в настройках сервера, раздел [dialects.itkassa].")) };
  const left = new AbortController();
  const table = h("div");
  const show = async () => {
    /** @type {Registry[]} */
    const registries = await ask("GET", "/itkassa/registry", undefined, { signal: left.signal });
    fill(table, history(registries, shops));
    if (registries.some((one) => one.state !== "draft" && !one.ended)) setTimeout(() => !left.signal.aborted && show().catch(() => {}), EVERY);
  };
  await show();
  const content = h("div", { class: "stack" }, h("h1", null, title), upload(shops), h("section", { class: "stack" }, h("h2", null, say("Загруженные реестры")), table), isAdmin() && shops.map(shopPanel));
  return { title, content, leave: () => left.abort() };
}

/** @param {Shop[]} shops */
function upload(shops) {
  const shop = h("select", null, shops.map((one) => h("option", { value: one.id }, one.name)));
  const file = h("input", { type: "file", accept: ".xlsx,.csv,.txt,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" });
  const send = async () => {
    const [chosen] = file.files ?? [];
    if (!chosen) return notice(say("Выберите файл"), "bad");
    if (chosen.size > MOST_BYTES) return notice(say("Файл больше 8 МБ. Разделите реестр на части."), "bad");
    const made = await ask("POST", "/itkassa/registry", { organization: shop.value, name: chosen.name, content: await packed(chosen) }, { patience: 120000 });
    go(showing(made.id));
  };
  const sample = h("a", { href: URL.createObjectURL(new Blob(["\ufeff", SAMPLE], { type: "text/csv" })), download: "registry-sample.csv" }, say("Скачать образец"));
  const hint = h("p", { class: "hint" }, say("XLSX или CSV. В первой строке заголовки: Номер документа, Наименование, Цена, Количество, Сумма, НДС, Контакт покупателя, Оплата наличными, Оплата безналичными. Строки с одним номером документа станут одним чеком. До печати всё проверяется."), " ", sample);
  const whose = shops.length > 1 && h("label", { class: "field" }, h("b", null, say("Организация")), shop);
  return h("section", { class: "panel stack" }, h("h2", null, say("Новый реестр")), hint, h("div", { class: "registry-upload" }, whose, h("label", { class: "field" }, h("b", null, say("Файл")), file), doer(say("Загрузить и проверить"), send, "main")));
}

/** @param {File} file @returns {Promise<string>} base64 */
function packed(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ""));
    reader.onerror = () => reject(new Error(say("Файл не читается. Закройте его в других программах и повторите.")));
    reader.readAsDataURL(file);
  });
}

/** @param {Registry[]} registries @param {Shop[]} shops */
function history(registries, shops) {
  if (!registries.length) return h("p", { class: "faint" }, say("Пока ни одного."));
  const names = new Map(shops.map((one) => [one.id, one.name]));
  const rows = registries.map((one) => h("tr", null, h("td", null, h("a", { href: showing(one.id) }, one.name)), shops.length > 1 && h("td", null, names.get(one.organization) ?? ""), h("td", null, moment(one.started ?? one.created)), h("td", null, stateTag(one)), h("td", { class: "numbers" }, one.state === "draft" ? "" : say("{n} из {total}", { n: number(readyOf(one)), total: number(wholeOf(one)) }))));
  const heads = [say("Файл"), ...(shops.length > 1 ? [say("Организация")] : []), say("Когда"), say("Состояние"), say("Готово чеков")];
  return h("div", { class: "wide-table panel" }, h("table", null, h("thead", null, h("tr", null, heads.map((head) => h("th", { scope: "col" }, head)))), h("tbody", null, rows)));
}
