// The designer of one template.

import { doer } from "./dialog.js";
import { fill, h } from "./dom.js";
import { canvas, pieceName } from "./labels-canvas.js";
import { fieldsPanel } from "./labels-fields.js";
import { path, printing } from "./labels-paths.js";
import { Draft, KINDS } from "./labels-model.js";
import { panel } from "./labels-panel.js";
import { previews } from "./labels-preview.js";
import { save } from "./labels-save.js";
import { button, tools } from "./labels-tools.js";
import { address } from "./router.js";
import { ask } from "./server.js";
import { say } from "./words.js";

/** @typedef {import("./types.js").Fault} Fault */
/** @typedef {import("./labels-types.js").Kind} Kind */
/** @typedef {import("./labels-types.js").Kept} Kept */
/** @typedef {import("./labels-types.js").Template} Template */

let dpi = 203;

/** @param {string} name @returns {Promise<import("./types.js").Screen>} */
export async function screen(name) {
  const [kept, schema] = /** @type {[Kept, import("./labels-types.js").Schema]} */ (await Promise.all([ask("GET", path(name)), ask("GET", "/labels-schema")]));
  if (!kept.template) throw new Error(kept.fault);
  const draft = new Draft(kept.template, (what) => show(what));
  const sheet = canvas(draft, () => properties.focus());
  const properties = panel(draft, schema);
  const complaints = faultList(draft, properties, (name) => fields.focus(name));
  const pictures = previews("/labels/preview", (url) => judged(url, "", []), (text, faults) => judged("", text, faults));
  const fields = fieldsPanel(name, draft, () => preview());
  const keep = doer(say("Сохранить"), () => save(desk), "main");
  const acts = tools(draft, sheet, () => keep.click());
  const unsaved = h("span", { class: "tag warn" }, say("не сохранено"));

  /** @param {Template} template */
  const look = (template) => ({ template, fields: fields.values(), dpi });
  const preview = (wait = 250) => pictures.ask(look(draft.template), wait);
  /** @param {string} url @param {string} text @param {Fault[]} faults */
  const judged = (url, text, faults) => {
    sheet.picture(url, dpi);
    sheet.faults(faults.map((fault) => placeOf(draft, fault)).filter((place) => place !== null));
    complaints.put(text, faults);
  };
  const desk = { draft, name, tag: kept.tag, look, complain: (/** @type {string} */ text, /** @type {Fault[]} */ faults) => judged("", text, faults) };

  /** @param {"changed" | "chosen" | "saved"} what */
  const show = (what) => {
    unsaved.hidden = !draft.dirty;
    acts.show();
    if (what === "saved") return;
    sheet.show();
    properties.show();
    complaints.show();
    if (what === "chosen") return;
    fields.show();
    preview();
  };

  const heading = h("div", { class: "bar" }, h("div", { class: "row" }, h("a", { href: address("labels") }, say("Этикетки")), h("h1", null, name), unsaved), h("div", { class: "row" }, h("a", { class: "button", href: printing(name) }, say("Печать")), keep));
  const help = h("details", { class: "hint" }, h("summary", null, say("Клавиши")), say("Стрелки двигают на 1 мм, с Shift – на 0,1 мм, с Ctrl – меняют размер. Alt при перетаскивании отключает прилипание. R – поворот, [ и ] – порядок, Delete – удалить, Ctrl+D – дублировать, Ctrl+C, X, V – копировать, вырезать, вставить, Ctrl+Z, Y – отменить, вернуть, Ctrl+S – сохранить."));
  const left = h("div", { class: "stack desk" }, sheet.element, complaints.element, sight(sheet, () => preview(0)), help);
  const content = h("div", { class: "stack" }, heading, acts.element, h("div", { class: "designer" }, left, h("div", { class: "sides" }, properties.element, fields.element)));
  show("changed");
  document.addEventListener("keydown", acts.key);
  const leave = () => {
    document.removeEventListener("keydown", acts.key);
    pictures.end();
    sheet.end();
  };
  return { title: name, content, leave, unsaved: () => draft.dirty };
}

/** Whose fault it is; null: the label's own. @param {Draft} draft @param {Fault} fault */
function placeOf(draft, { path: [kind, at] }) {
  const known = KINDS.find((one) => one === kind);
  return known && typeof at === "number" && draft.template[known][at] ? { kind: known, at } : null;
}

/** What the server has against the template; each leads to its piece. @param {Draft} draft @param {ReturnType<typeof panel>} properties @param {(field: string) => void} toField */
function faultList(draft, properties, toField) {
  const element = h("ul", { class: "label-faults", role: "status" });
  /** @type {Fault[]} */
  let faults = [];

  /** @param {Fault} fault */
  const jump = (fault) => {
    const place = placeOf(draft, fault);
    if (fault.path[0] === "fields") return toField(String(fault.path[1]));
    draft.choose(place);
    properties.focus(String(fault.path[place ? 2 : 0] ?? "x"));
  };
  /** @param {Fault} fault */
  const line = (fault) => {
    const place = placeOf(draft, fault);
    const piece = place && draft.template[place.kind][place.at];
    const whose = place && piece ? `${pieceName(place.kind, piece)}: ` : fault.path[0] === "fields" ? `${say("Поле «{name}»", { name: fault.path[1] })}: ` : "";
    return h("button", { type: "button", class: "quiet", onclick: () => jump(fault) }, `⚠ ${whose}${fault.text}`);
  };
  const show = () => {
    const { chosen } = draft;
    const mine = faults.filter((fault) => (chosen ? fault.path[0] === chosen.kind && fault.path[1] === chosen.at : !placeOf(draft, fault)));
    properties.complain(mine.map((fault) => ({ ...fault, path: fault.path.slice(chosen ? 2 : 0) })));
  };
  return {
    element,
    show,
    /** @param {string} text @param {Fault[]} found */
    put: (text, found) => {
      faults = found;
      const lines = faults.length ? faults.map(line) : text ? [h("p", { class: "fault" }, text)] : [];
      fill(element, lines.map((one) => h("li", null, one)));
      show();
    },
  };
}

/** How it is looked at. @param {ReturnType<typeof canvas>} sheet @param {() => void} again */
function sight(sheet, again) {
  const net = h("input", { type: "checkbox", checked: true, onchange: () => sheet.element.classList.toggle("grid", net.checked) });
  sheet.element.classList.add("grid");
  const onchange = () => {
    dpi = Number(dots.value);
    again();
  };
  const dots = h("select", { "aria-label": say("Точек на дюйм"), onchange }, [203, 300].map((one) => h("option", { value: String(one), selected: one === dpi }, say("{n} точек на дюйм", { n: one }))));
  return h("div", { class: "row" }, button("−", say("Мельче"), () => sheet.zoom(0.8)), button("⤢", say("Вписать"), () => sheet.zoom(0)), button("+", say("Крупнее"), () => sheet.zoom(1.25)), h("label", { class: "row" }, net, say("Сетка")), h("div", null, dots));
}
