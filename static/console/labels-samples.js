// Values to try a template with: what the visitor gave last, else something that prints.

import { namesOf, uses } from "./labels-model.js";

/** @typedef {import("./labels-types.js").Template} Template */
/** @typedef {import("./labels-types.js").Values} Values */

const KEPT = "kkmserver.labels.";
const CODES = {
  EAN8: "46000004", EAN13: "4600000000008", "UPC-A": "046000000005", ITF14: "04600000000008", "GS1-128": "(01)04600000000008", CODE39: "ABC-123", CODE93: "ABC-123", CODE128: "ABC-123",
  "GS1-DATAMATRIX": "0104600000000008215Abc!d7eFgHi\u001d91EE06\u001d92dGVzdHRlc3R0ZXN0dGVzdHRlc3R0ZXN0dGVzdHRlc3Q=",
};
const FORMATS = { money: "154.90", rubles: "154.90", kopecks: "154.90", number: "1" };
const WORDS = { name: "Чай чёрный листовой 100 г", today: "", article: "А-1024", shop: "ООО «Ромашка»", size: "42", color: "белый", unit: "шт", phone: "+7 900 000-00-00", from: "Склад № 1, Москва", to: "Магазин № 5, Тула", order: "1024", sscc: "046000000000000015", place: "1", places: "3" };

/** @param {Record<string, string>} table @param {string | undefined} key */
const of = (table, key) => table[key ?? ""];

/** @param {Template} template @param {string} name */
function sample(template, name) {
  const used = uses(template).filter((one) => one.name === name);
  const code = used.find((one) => one.kind === "barcode" && !one.format && one.piece.content?.trim() === `{${name}}`);
  const format = used.map((one) => one.format.split(" ")[0]).find(Boolean);
  if (name === "today" || format === "date") return new Date().toISOString().slice(0, 10);
  return of(CODES, code?.piece.type?.toUpperCase()) ?? of(FORMATS, format) ?? of(WORDS, name) ?? (name in template.defaults ? "" : name);
}

/** @param {string} name @param {Template} template @returns {Values} */
export function testData(name, template) {
  const kept = JSON.parse(localStorage.getItem(KEPT + name) ?? "{}");
  return Object.fromEntries(namesOf(template).map((field) => [field, kept[field] ?? sample(template, field)]));
}

/** @param {string} name @param {Values} values */
export function remember(name, values) {
  localStorage.setItem(KEPT + name, JSON.stringify(values));
}
