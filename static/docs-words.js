// Schemas in words.

import { element } from "./asking.js";

const TYPES = {
  string: "строка",
  integer: "целое",
  number: "число",
  boolean: "true / false",
  object: "объект",
  array: "список",
  null: "null",
};

export function typeOf(schema) {
  if (schema.items) return `список: ${typeOf(schema.items)}`;
  if (schema.pattern?.includes("T")) return "дата";
  const named = [schema.type ?? []].flat();
  if (named.length) return named.map((name) => TYPES[name]).join(" или ");
  if (schema.enum) return TYPES[typeof schema.enum[0] === "number" ? "integer" : "string"];
  return schema.const === undefined ? "объект" : "строка";
}

// What may stand there, beyond the type.
export function linesOf(schema) {
  const parts = [];
  if (schema.const) parts.push(`всегда ${schema.const}`);
  if (schema.enum) parts.push(`допустимо: ${schema.enum.map((one) => (one === "" ? "пусто" : one)).join(", ")}`);
  if (schema.minimum !== undefined) parts.push(`от ${schema.minimum}`);
  if (schema.maximum < Number.MAX_SAFE_INTEGER) parts.push(`до ${schema.maximum}`);
  if (schema.maxLength) parts.push(`до ${schema.maxLength} знаков`);
  if (schema.maxItems) parts.push(`до ${schema.maxItems} элементов`);
  return parts.join(", ");
}

// `code` of Markdown; nothing else of it is used.
export function inline(text) {
  return text.split("`").map((part, index) => (index % 2 ? element("code", part) : document.createTextNode(part)));
}

export const exampleOf = (value) => JSON.stringify(value, null, 2);
