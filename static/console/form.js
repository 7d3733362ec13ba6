// Forms out of the server's descriptions of fields; its complaints stand at the field they are about.

import { fill, h, unique } from "./dom.js";
import { say, told } from "./words.js";

/** @typedef {import("./types.js").Field} Field */
/** @typedef {import("./types.js").Fault} Fault */
/** @typedef {import("./types.js").Schema} Schema */

/**
 * @typedef {object} Input  one field on the page
 * @property {HTMLElement} element
 * @property {() => unknown} value  undefined: left as it is
 * @property {(text: string) => void} complain  "" ends it
 */
/**
 * @typedef {object} Form
 * @property {HTMLElement} element
 * @property {() => Record<string, unknown>} values
 * @property {(faults: Fault[]) => Fault[]} complain  shows each at its field and goes to the first; returns those of no field here
 * @property {(key: string, value: unknown) => void} put
 */

/** @param {Schema} schema @param {string} type */
const isType = (schema, type) => (Array.isArray(schema.type) ? schema.type.includes(type) : schema.type === type);

/** @param {Schema} schema @returns {unknown[] | null} */
function choices(schema) {
  if (schema.enum) return schema.enum;
  const parts = schema.anyOf ?? [];
  return parts.length && parts.every((part) => part.enum || "const" in part) ? parts.flatMap((part) => part.enum ?? [part.const]) : null;
}

/**
 * @param {Field[]} fields @param {Record<string, unknown>} values
 * @param {{ onchange?: () => void }} [how]
 * @returns {Form}
 */
export function form(fields, values = {}, { onchange } = {}) {
  const inputs = new Map(fields.map((field) => [field.key, input(field, values[field.key] ?? field.value ?? field.default)]));
  /** @param {Field} field */
  const shown = (field) => /** @type {Input} */ (inputs.get(field.key)).element;
  const rare = fields.filter((field) => field.advanced);
  const element = h("div", { class: "fields" }, fields.filter((field) => !field.advanced).map(shown));
  if (rare.length) element.append(h("details", { class: "rare" }, h("summary", null, say("Остальные настройки")), h("div", { class: "fields" }, rare.map(shown))));
  if (onchange) element.addEventListener("input", onchange);
  return {
    element,
    values: () => Object.fromEntries([...inputs].map(([key, one]) => [key, one.value()]).filter(([, value]) => value !== undefined)),
    complain: (faults) => complain(inputs, faults),
    put: (key, value) => replace(inputs, fields, key, value),
  };
}

/** @param {Map<string, Input>} inputs @param {Fault[]} faults */
function complain(inputs, faults) {
  for (const one of inputs.values()) one.complain("");
  const here = faults.filter((fault) => inputs.has(String(fault.path[0])));
  for (const fault of here) inputs.get(String(fault.path[0]))?.complain(fault.text);
  const first = here[0] && inputs.get(String(here[0].path[0]))?.element;
  first?.closest("details")?.setAttribute("open", "");
  /** @type {HTMLElement | null | undefined} */ (first?.querySelector("input, select, textarea"))?.focus();
  return faults.filter((fault) => !here.includes(fault));
}

/** @param {Map<string, Input>} inputs @param {Field[]} fields @param {string} key @param {unknown} value */
function replace(inputs, fields, key, value) {
  const field = fields.find((one) => one.key === key);
  const old = inputs.get(key);
  if (!field || !old) return;
  const made = input(field, value);
  old.element.replaceWith(made.element);
  inputs.set(key, made);
}

/** @param {Field} field @param {unknown} value @returns {Input} */
export function input(field, value) {
  const id = unique("field");
  const { control, read } = controlOf(field, value, id);
  const fault = h("p", { class: "fault", id: `${id}-fault`, hidden: true });
  const hint = told(field.hint);
  const note = field.restart ? say("Действует после перезапуска сервера.") : "";
  const said = [hint, note].filter(Boolean).join(" ");
  const help = h("p", { class: "hint", id: `${id}-hint` }, said);
  control.setAttribute("aria-describedby", `${said ? `${id}-hint ` : ""}${id}-fault`);
  const label = h("label", { htmlFor: id }, told(field.title) || field.key);
  const flag = control instanceof HTMLInputElement && control.type === "checkbox";
  const element = h("div", { class: flag ? "field flag" : "field" }, flag ? [control, label] : [label, control], said ? help : null, fault);
  return {
    element,
    value: read,
    complain: (text) => {
      fault.hidden = !text;
      fill(fault, text);
      control.setAttribute("aria-invalid", String(Boolean(text)));
    },
  };
}

/**
 * @param {Field} field @param {unknown} value @param {string} id
 * @returns {{ control: HTMLElement, read: () => unknown }}
 */
function controlOf(field, value, id) {
  const { schema } = field;
  if (field.secret) return secret(field, id);
  const listed = choices(schema);
  if (listed) return chosen(listed, value, id);
  if (isType(schema, "boolean")) {
    const control = h("input", { id, type: "checkbox", checked: value === true });
    return { control, read: () => control.checked };
  }
  if (isType(schema, "array")) return lines(schema, Array.isArray(value) ? value : [], id);
  if (isType(schema, "object")) return pairs(schema, /** @type {Record<string, unknown>} */ (value ?? {}), id);
  if (isType(schema, "integer") || isType(schema, "number")) return figure(schema, value, id);
  const control = h("input", { id, type: "text", value: String(value ?? ""), autocomplete: "off", spellcheck: false });
  return { control, read: () => control.value };
}

/** What is there is not told; an empty box leaves it. @param {Field} field @param {string} id */
function secret(field, id) {
  const placeholder = field.set ? say("задан; пусто – оставить") : "";
  const control = h("input", { id, type: "password", autocomplete: "new-password", placeholder });
  return { control, read: () => (control.value === "" ? (field.set ? null : undefined) : numeric(field.schema, control.value)) };
}

/** @param {Schema} schema @param {string} text */
const numeric = (schema, text) => ((isType(schema, "integer") || isType(schema, "number")) && text.trim() !== "" && Number.isFinite(Number(text)) ? Number(text) : text);

/** @param {unknown[]} listed @param {unknown} value @param {string} id */
function chosen(listed, value, id) {
  const control = h("select", { id }, listed.map((one, i) => h("option", { value: String(i), selected: one === value }, nameOf(one))));
  return { control, read: () => listed[Number(control.value)] };
}

/** @param {unknown} value */
const nameOf = (value) => (value === "" ? say("(обычно)") : typeof value === "boolean" ? (value ? say("да") : say("нет")) : String(value));

/** A number; what is no number goes to the server as it is, which says what it wants. @param {Schema} schema @param {unknown} value @param {string} id */
function figure(schema, value, id) {
  const control = h("input", { id, type: "text", inputMode: isType(schema, "integer") ? "numeric" : "decimal", value: String(value ?? ""), autocomplete: "off" });
  return { control, read: () => (control.value.trim() === "" ? undefined : numeric(schema, control.value.replace(",", "."))) };
}

/** One thing a line. @param {Schema} schema @param {unknown[]} value @param {string} id */
function lines(schema, value, id) {
  const control = h("textarea", { id, rows: Math.max(2, value.length), value: value.join("\n"), spellcheck: false });
  const items = schema.items ?? {};
  return { control, read: () => control.value.split("\n").map((one) => one.trim()).filter(Boolean).map((one) => numeric(items, one)) };
}

/** `name = value` a line. @param {Schema} schema @param {Record<string, unknown>} value @param {string} id */
function pairs(schema, value, id) {
  const said = Object.entries(value).map(([key, one]) => `${key} = ${one}`);
  const control = h("textarea", { id, rows: Math.max(2, said.length), value: said.join("\n"), spellcheck: false, placeholder: "ключ = значение" });
  const inner = schema.additionalProperties ?? {};
  /** @param {string} line @returns {[string, unknown]} */
  const pair = (line) => {
    const [key = "", ...rest] = line.split("=");
    return [key.trim(), numeric(inner, rest.join("=").trim())];
  };
  return { control, read: () => Object.fromEntries(control.value.split("\n").filter((line) => line.trim()).map(pair)) };
}
