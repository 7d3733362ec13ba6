// A pasted table into sets of fields, with what is wrong in each row.

import { neededOf, uses } from "./labels-model.js";
import { number, say } from "./words.js";

/** @typedef {import("./labels-types.js").Template} Template */
/** @typedef {import("./labels-types.js").Values} Values */

export const COPIES = "*copies";
export const MOST_LABELS = 10000;
export const MOST_BYTES = 16 * 1024 * 1024 - 65536; // of a request
const MOST_COPIES = 999;
const MOST_SIGNS = 4096; // of a value
const DIGITS = { EAN8: 8, EAN13: 13, "UPC-A": 12, ITF14: 14 };
/** @type {Record<string, string[]>} */
const CALLED = {
  name: ["наименование", "название", "товар", "номенклатура"], price: ["цена", "цена, руб", "цена, руб."], old: ["старая цена"], barcode: ["штрихкод", "штрих-код", "ean", "ean13"],
  article: ["артикул"], unit: ["единица", "ед.", "ед. изм."], size: ["размер"], color: ["цвет"], code: ["код маркировки", "км"], gtin: ["гтин"], [COPIES]: ["копий", "количество", "кол-во", "копии", "copies"],
};

/** Delimiter of a spreadsheet's clipboard or of a CSV: what the first line has most of. @param {string} text */
function delimiterOf(text) {
  const line = text.split("\n", 1)[0]?.replace(/"[^"]*"/g, "") ?? "";
  const count = (/** @type {string} */ sign) => line.split(sign).length;
  return ["\t", ";", ","].reduce((best, sign) => (count(sign) > count(best) ? sign : best));
}

/** @param {string} text @returns {string[][]} rows of cells, all of one length; blank rows are left out */
export function parse(text) {
  const sign = delimiterOf(text);
  const cells = new RegExp(`(?:"((?:[^"]|"")*)"|([^${sign}\\r\\n]*))(${sign}|\\r?\\n|\\r|$)`, "gy");
  /** @type {string[][]} */
  const rows = [[]];
  for (const [whole, quoted, plain, end] of text.replace(/^\uFEFF/, "").matchAll(cells)) {
    rows.at(-1)?.push(quoted === undefined ? (plain ?? "").trim() : quoted.replaceAll('""', '"'));
    if (end !== sign) rows.push([]);
    if (!whole) break;
  }
  const kept = rows.filter((row) => row.some(Boolean));
  const width = kept.reduce((most, row) => Math.max(most, row.length), 0);
  return kept.map((row) => [...row, ...Array(width - row.length).fill("")]);
}

/** Which field each column is by its heading, "" = none. @param {string[]} heads @param {string[]} names */
export function matched(heads, names) {
  const free = new Set([...names, COPIES]);
  return heads.map((head) => {
    const word = head.trim().toLowerCase();
    const found = [...free].find((name) => name.toLowerCase() === word) ?? [...free].find((name) => CALLED[name]?.includes(word)) ?? "";
    free.delete(found);
    return found;
  });
}

/** @param {string[]} row @param {string[]} columns  field of each @returns {{ fields: Values, copies: string }} */
export function taken(row, columns) {
  const pairs = columns.flatMap((name, i) => (name && row[i] ? [/** @type {[string, string]} */ ([name, row[i]])] : []));
  const { [COPIES]: copies = "", ...fields } = Object.fromEntries(pairs);
  return { fields, copies };
}

/** @param {string} copies @param {number} usual  where none is said */
export const count = (copies, usual) => (copies === "" ? usual : /^\d+([.,]0+)?$/.test(copies.trim()) ? parseInt(copies, 10) : NaN);

/** What a set of fields lacks, as far as can be seen without drawing it. @param {Template} template */
export function checker(template) {
  const needed = [...neededOf(template)];
  const used = uses(template).map(({ name, format, kind, piece }) => ({ name, format: format.split(" ")[0] ?? "", code: kind === "barcode" && piece.content?.trim() === `{${name}}` ? digitsOf(piece.type) : 0 }));
  /** @param {Values} fields @param {number} copies @returns {string[]} */
  return (fields, copies) => {
    const faults = needed.filter((name) => !fields[name]?.trim()).map((name) => say("не заполнено «{name}»", { name }));
    for (const { name, format, code } of used) {
      const value = fields[name]?.trim();
      if (value) faults.push(...[wrongFormat(name, value, format), wrongDigits(name, value, code)].filter(Boolean));
    }
    for (const [name, value] of Object.entries(fields)) if (value.length > MOST_SIGNS) faults.push(say("«{name}»: длиннее {n} знаков", { name, n: number(MOST_SIGNS) }));
    if (!(copies >= 0 && copies <= MOST_COPIES)) faults.push(say("копий можно от 0 до {n}", { n: MOST_COPIES }));
    return [...new Set(faults)];
  };
}

/** @param {string | undefined} type */
const digitsOf = (type) => /** @type {Record<string, number>} */ (DIGITS)[type?.toUpperCase().replace(/^(EAN|ITF)[-_ ]/, "$1") ?? ""] ?? 0;

/** @param {string} name @param {string} value @param {string} format */
function wrongFormat(name, value, format) {
  const plain = value.replace(/\s/g, "").replace(",", ".");
  if (["money", "rubles", "kopecks"].includes(format) && !/^[+-]?\d{1,15}(\.\d\d?0*)?$/.test(plain)) return say("«{name}»: «{value}» – не сумма в рублях", { name, value });
  if (format === "number" && !/^[+-]?\d{1,15}(\.\d{1,9})?$/.test(plain)) return say("«{name}»: «{value}» – не число", { name, value });
  if (format === "date" && !/^(\d{4}-\d\d-\d\d|\d{1,2}\.\d{1,2}\.\d{4})/.test(value)) return say("«{name}»: «{value}» – не дата", { name, value });
  return "";
}

/** The last digit of EAN, UPC and ITF proves the others. @param {string} name @param {string} value @param {number} length */
function wrongDigits(name, value, length) {
  if (!length) return "";
  if (!/^\d+$/.test(value) || (value.length !== length && value.length !== length - 1)) return say("«{name}»: в «{value}» должно быть {n} цифр", { name, value, n: length });
  const body = [...value.slice(0, length - 1)].reverse();
  const last = (10 - (body.reduce((sum, digit, i) => sum + Number(digit) * (i % 2 ? 1 : 3), 0) % 10)) % 10;
  return value.length === length && Number(value.at(-1)) !== last ? say("«{name}»: в «{value}» неверна контрольная цифра, должна быть {n}", { name, value, n: last }) : "";
}

/** A file of Excel's may be in Windows-1251. @param {File} file */
export async function read(file) {
  const bytes = await file.arrayBuffer();
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1251").decode(bytes);
  }
}
