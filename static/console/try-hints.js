// What may stand where the cursor is: the member under it, its values, members that fit beside it; and what nobody knows.

import { fill, h } from "./dom.js";
import { around, lineOf, read, spelled } from "./try-json.js";
import { blank, fitting, isClosed, partAt, schemaOf } from "./try-schema.js";
import { say } from "./words.js";

/** @typedef {import("./try-json.js").Found} Found */
/** @typedef {import("./try-json.js").Holder} Holder */
/** @typedef {import("./try-json.js").Member} Member */
/** @typedef {import("./try-schema.js").Part} Part */
/** @typedef {ReturnType<typeof import("./try-editor.js").editor>} Editor */

const MANY = 12; // members shown before somebody asks for all of them

export class Hints {
  found = read("");
  faults = h("div", { class: "stack t-faults", role: "status" });
  help = h("div", { class: "stack t-help" });

  /** @param {Editor} editor */
  constructor(editor) {
    this.editor = editor;
  }

  changed() {
    this.found = read(this.editor.text);
    this.#showFaults();
    this.moved();
  }

  /** The cursor is elsewhere. */
  moved() {
    const { editor, found } = this;
    const { member, holder } = around(found, editor.field.selectionStart);
    const part = member && partAt(this.#root, member.path);
    const inside = holder && partAt(this.#root, holder.path);
    fill(this.help, member && part && about(editor, member, part), holder && !holder.list && inside && members(editor, holder, inside));
  }

  /** What is known of the command; it is found in an unfinished text, too. */
  get #root() {
    const member = this.found.members.find((one) => one.path.length === 1 && one.name.toLowerCase() === "command");
    return member && schemaOf(read(`{"Command":${this.editor.text.slice(member.from, member.to)}}`).value?.Command);
  }

  #showFaults() {
    const { editor, found: { fault } } = this;
    const unknown = unknownOf(this.found, this.#root);
    /** @param {number} at @param {"bad" | "warn"} mood */
    const mark = (at, mood) => ({ line: lineOf(editor.text, at).line, mood });
    editor.mark([...unknown.map((one) => mark(one.at, "warn")), ...(fault ? [mark(fault.at, "bad")] : [])]);
    editor.field.setAttribute("aria-invalid", String(Boolean(fault)));
    fill(this.faults,
      fault && this.#told("bad", say("Строка {line}, знак {column}: {text}.", { ...lineOf(editor.text, fault.at), text: fault.text }), fault.at),
      unknown.map((one) => this.#told("warn", say("Строка {line}: поле {name} серверу незнакомо, он его пропустит.", { line: lineOf(editor.text, one.at).line, name: spelled(one.path) }), one.at)));
  }

  /** @param {"bad" | "warn"} mood @param {string} text @param {number} at */
  #told(mood, text, at) {
    return h("button", { type: "button", class: `t-fault ${mood}`, onclick: () => this.editor.goTo(at) }, text);
  }
}

/** @param {Found} found @param {Part | undefined} root */
function unknownOf({ members }, root) {
  if (!root) return [];
  return members.filter(({ path, name }) => {
    const holder = partAt(root, path.slice(0, -1));
    return holder && isClosed(holder) && !fitting(holder).has(name.toLowerCase());
  });
}

/** @param {Editor} editor @param {Member} member @param {Part} part */
function about(editor, member, part) {
  const values = part.enum ?? (isFlag(part) ? [true, false] : []);
  return h("section", { class: "t-about" },
    h("p", null, h("code", null, spelled(member.path)), " ", h("span", { class: "faint" }, kindOf(part))),
    part.description && h("p", null, marked(part.description)),
    values.length > 0 && h("div", { class: "row" }, values.map((value) => h("button", { type: "button", class: "chip", onclick: () => editor.replace(member.from, member.to, JSON.stringify(value)) }, JSON.stringify(value)))));
}

/** @param {Part} part */
const isFlag = (part) => [part, ...(part.anyOf ?? [])].some((one) => one.type === "boolean");

/** @param {Part} part */
function kindOf(part) {
  const words = { string: say("текст"), integer: say("целое число"), number: say("число"), boolean: say("да или нет"), array: say("список"), object: say("объект"), null: "null" };
  const types = [part, ...(part.anyOf ?? [])].flatMap((one) => one.type ?? []);
  const limits = [part.minimum !== undefined && say("от {n}", { n: part.minimum }), part.maximum !== undefined && say("до {n}", { n: part.maximum }), part.maxLength && say("до {n} знаков", { n: part.maxLength })];
  return [[...new Set(types)].map((type) => words[/** @type {keyof typeof words} */ (type)] ?? type).join(` ${say("или")} `), ...limits].filter(Boolean).join(", ");
}

/** Code stands between backticks. @param {string} text */
const marked = (text) => text.split("`").map((piece, i) => (i % 2 ? h("code", null, piece) : piece));

/** @param {Editor} editor @param {Holder} holder @param {Part} part */
function members(editor, holder, part) {
  const there = new Set(holder.names.map((name) => name.toLowerCase()));
  const free = [...fitting(part)].filter(([name]) => !there.has(name)).map(([, one]) => one);
  if (!free.length) return null;
  const buttons = free.map((one) => h("button", { type: "button", class: "chip t-member", title: one.part.description ?? "", onclick: () => insert(editor, holder, one.name, one.part) }, one.name));
  const place = spelled(holder.path);
  const rest = buttons.length > MANY && h("details", null, h("summary", null, say("ещё {n}", { n: buttons.length - MANY })), h("div", { class: "row" }, buttons.slice(MANY)));
  return h("section", null, h("p", { class: "faint" }, place ? say("Можно добавить в {place}:", { place }) : say("Можно добавить:")), h("div", { class: "row" }, buttons.slice(0, MANY)), rest);
}

/** @param {Editor} editor @param {Holder} holder @param {string} name @param {Part} part */
function insert(editor, holder, name, part) {
  const depth = "  ".repeat(holder.path.length + 1);
  const value = blank(part);
  const empty = holder.names.length === 0;
  const text = `${empty ? "" : ","}\n${depth}${JSON.stringify(name)}: ${value}`;
  const close = empty ? `\n${"  ".repeat(holder.path.length)}` : "";
  editor.replace(holder.end, holder.end, text + close);
  const at = holder.end + text.length;
  editor.goTo(at - value.length, at);
}
