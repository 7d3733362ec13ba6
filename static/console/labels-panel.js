// The properties of what is chosen, or of the label itself; the server's complaints stand at their fields.

import { open } from "./dialog.js";
import { fill, h, unique } from "./dom.js";
import { input } from "./form.js";
import { pieceName } from "./labels-canvas.js";
import { namesOf } from "./labels-model.js";
import { say } from "./words.js";

/** @typedef {import("./types.js").Fault} Fault */
/** @typedef {import("./types.js").Field} Field */
/** @typedef {import("./form.js").Input} Input */
/** @typedef {import("./labels-model.js").Draft} Draft */

const MOST_PICTURE = 700000; // bytes; a template is a megabyte at the most
const WITH_VARIABLES = ["content", "when"];

/** @param {string} key @param {string} title @param {import("./types.js").Schema} schema @returns {Field} */
const own = (key, title, schema) => ({ key, title: { ru: title, en: title }, schema });

/** @param {Draft} draft @param {import("./labels-types.js").Schema} schema */
export function panel(draft, schema) {
  const element = h("section", { class: "panel stack", "aria-label": say("Свойства") });
  /** @type {Map<string, Input>} */
  let inputs = new Map();
  let shownFor = "";
  let more = false; // the rare ones are in sight

  const target = () => /** @type {Record<string, unknown>} */ (draft.piece ?? draft.template);

  /** What is as usual need not stand in the file. @param {Field} field @param {unknown} value */
  const change = ({ key, default: usual }, value) =>
    draft.change(() => {
      if (value === (usual ?? "") && key !== "text" && key !== "content") delete target()[key];
      else target()[key] = value ?? null;
      if (key === "file" && value) delete target().data;
    }, `panel ${key}`);

  /** @param {Field} field */
  const shown = (field) => {
    const value = target()[field.key] ?? field.default;
    const long = WITH_VARIABLES.includes(field.key) || (field.key === "text" && draft.chosen?.kind === "text");
    const made = long ? marked(field, String(value ?? ""), () => namesOf(draft.template)) : input(named(field, schema), value);
    if (long) made.element.classList.add("broad");
    for (const option of made.element.querySelectorAll("option")) option.textContent = wordFor(option.textContent ?? "");
    made.element.addEventListener("input", () => change(field, made.value()));
    inputs.set(field.key, made);
    return made.element;
  };

  const label = () => [
    own("title", say("Название"), { type: "string" }),
    own("width", say("Ширина, мм"), { type: "number" }),
    own("height", say("Высота, мм"), { type: "number" }),
  ];

  const show = () => {
    const { chosen, piece } = draft;
    const whose = `${chosen?.kind} ${chosen?.at}`;
    if (whose === shownFor && element.contains(document.activeElement)) return; // somebody types here
    shownFor = whose;
    inputs = new Map();
    const fields = (chosen ? schema.kinds[chosen.kind] : label()).filter((field) => field.key !== "data");
    const rare = fields.filter((field) => field.advanced);
    const usual = h("div", { class: "fields" }, fields.filter((field) => !field.advanced).map(shown));
    const rest = rare.length > 0 && h("details", { class: "rare", open: more, ontoggle: (/** @type {any} */ event) => (more = event.target.open) }, h("summary", null, say("Ещё")), h("div", { class: "fields" }, rare.map(shown)));
    fill(element, h("h2", null, chosen && piece ? pieceName(chosen.kind, piece) : say("Этикетка")), chosen?.kind === "picture" && chooser(draft), usual, rest);
  };

  return {
    element,
    show,
    /** @param {Fault[]} faults  of what is shown; paths are keys */
    complain: (faults) => {
      for (const [key, one] of inputs) one.complain(faults.find((fault) => fault.path[0] === key)?.text ?? "");
    },
    /** @param {string} [key]  without one the first */
    focus: (key = [...inputs.keys()][0] ?? "") => /** @type {HTMLElement | null | undefined} */ (inputs.get(key)?.element.querySelector("input, select, textarea"))?.focus(),
  };
}

/** @param {Field} field @param {import("./labels-types.js").Schema} schema @returns {Field} */
const named = (field, { symbologies }) => ({ ...field, ...(field.key === "type" && { schema: { enum: symbologies } }), ...(!field.advanced && { hint: undefined }) });

/** Keys of the file in words. @param {string} word */
const wordFor = (word) =>
  ({ left: say("слева"), centre: say("по центру"), right: say("справа"), top: say("сверху"), middle: say("посередине"), bottom: say("снизу") })[word] ?? word;

/** A text with variables, which are marked, and a button that puts one in. @param {Field} field @param {string} value @param {() => string[]} names @returns {Input} */
function marked(field, value, names) {
  const plain = input({ ...field, schema: { type: "string" } }, "");
  const old = /** @type {HTMLInputElement} */ (plain.element.querySelector("input"));
  const area = h("textarea", { id: old.id, value, rows: field.key === "when" ? 1 : 2, spellcheck: false, "aria-describedby": old.getAttribute("aria-describedby") });
  const mirror = h("div", { "aria-hidden": "true" });
  const paint = () => fill(mirror, area.value.split(/(\{[^{}]+\})/).map((part, i) => (i % 2 ? h("mark", null, part) : part)), "\n");
  area.addEventListener("input", paint);
  paint();
  old.replaceWith(h("div", { class: "marked" }, mirror, area));
  const insert = async () => {
    const variable = await askVariable(names());
    if (!variable) return;
    area.setRangeText(variable, area.selectionStart, area.selectionEnd, "end");
    area.focus();
    area.dispatchEvent(new Event("input", { bubbles: true }));
  };
  plain.element.append(h("button", { type: "button", onclick: insert }, say("Вставить поле…")));
  return {
    element: plain.element,
    value: () => area.value,
    complain: (text) => {
      plain.complain(text);
      area.setAttribute("aria-invalid", String(Boolean(text)));
    },
  };
}

/** @param {string[]} names @returns {Promise<string | null>} */
function askVariable(names) {
  const formats = [["", say("как есть")], ["money ₽", "1 234,50 ₽"], ["money", "1 234,50"], ["rubles", say("только рубли: 1 234")], ["kopecks", say("только копейки: 50")], ["number", say("число: 12,5")], ["date", say("дата: 22.11.2026")], ["date dd.MM.yy HH:mm", say("дата и время: 22.11.26 15:30")]];
  return open(say("Вставить поле"), (/** @type {(text: string) => void} */ close) => {
    const id = unique("names");
    const name = h("input", { required: true, autocomplete: "off", value: names[0] ?? "", pattern: "[^\\{\\}:]+" });
    name.setAttribute("list", id);
    const format = h("select", null, formats.map(([value, text]) => h("option", { value }, text)));
    const onsubmit = (/** @type {Event} */ event) => {
      event.preventDefault();
      close(`{${name.value.trim()}${format.value && `:${format.value}`}}`);
    };
    const known = h("datalist", { id }, [...new Set([...names, "today"])].map((value) => h("option", { value })));
    const hint = h("p", { class: "hint" }, say("Можно выбрать поле из списка или назвать новое. today – время печати, его подставит сервер."));
    return [h("form", { class: "stack", onsubmit }, h("label", { class: "field" }, say("Поле"), name), known, hint, h("label", { class: "field" }, say("Как печатать"), format), h("div", { class: "actions" }, h("button", { class: "main" }, say("Вставить"))))];
  });
}

/** A picture of one's own goes into the template itself. @param {Draft} draft */
function chooser(draft) {
  const { piece } = draft;
  const fault = h("p", { class: "fault", hidden: true });
  const file = h("input", { type: "file", accept: "image/png,image/jpeg,image/gif,image/bmp" });
  file.addEventListener("change", async () => {
    const given = file.files?.[0];
    if (!given || !piece) return;
    fault.hidden = given.size <= MOST_PICTURE;
    fill(fault, say("Картинка больше 700 КБ. Уменьшите её."));
    if (!fault.hidden) return;
    const data = await base64(given);
    draft.change(() => {
      piece.data = data;
      delete piece.file;
    });
  });
  const inside = piece?.data ? say("Картинка хранится в самом шаблоне, {n} КБ.", { n: Math.ceil((piece.data.length * 3) / 4096) }) : say("Картинка станет частью шаблона. Или назовите файл, который лежит в папке шаблонов.");
  return h("div", { class: "field" }, h("label", { class: "field" }, say("Выбрать картинку"), file), h("p", { class: "hint" }, inside), fault);
}

/** @param {File} file @returns {Promise<string>} */
async function base64(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return btoa(text);
}
