// What can be done to the pieces of a label: by buttons and by keys.

import { h } from "./dom.js";
import { kindName } from "./labels-canvas.js";
import { KINDS } from "./labels-model.js";
import { say } from "./words.js";

/** @typedef {import("./labels-model.js").Draft} Draft */
/** @typedef {import("./labels-types.js").Kind} Kind */
/** @typedef {import("./labels-types.js").Piece} Piece */

const DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABAQAAAAA3bvkkAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="; // a black PNG, until a better one is chosen

/** @type {{ kind: Kind, piece: Piece } | null} */
let copied = null; // lives on from template to template

/** @param {Kind} kind @param {{ width: number, height: number }} label @returns {Piece} */
function fresh(kind, label) {
  const [width, height] = { text: [label.width * 0.6, 5], barcode: [32, 12], picture: [12, 12], line: [300, 0.3], box: [300, 300] }[kind];
  const rest = { text: { text: say("Текст") }, barcode: { type: "EAN13", content: "{barcode}" }, picture: { data: DOT }, line: {}, box: {} }[kind];
  /** @param {number} mm @param {number} most */
  const fit = (mm, most) => Math.round(Math.min(mm, most - 4) * 10) / 10;
  return { x: 2, y: 2, width: fit(width ?? 0, label.width), height: fit(height ?? 0, label.height), ...rest };
}

/** @param {string} sign @param {string} title @param {() => unknown} act */
export const button = (sign, title, act) => h("button", { type: "button", title, "aria-label": title, onclick: act }, sign);

/** @param {Draft} draft @param {{ turn: () => void, focus: () => void, arrow: (event: KeyboardEvent) => boolean }} sheet @param {() => void} save */
export function tools(draft, sheet, save) {
  /** @param {Kind} kind @param {Piece} piece */
  const add = (kind, piece) => {
    draft.add(kind, piece);
    sheet.focus();
  };
  const copy = () => {
    if (draft.chosen && draft.piece) copied = { kind: draft.chosen.kind, piece: { ...draft.piece } };
  };
  const paste = () => {
    if (!copied) return;
    const { kind, piece } = copied;
    const { width, height } = draft.template;
    const moved = { ...piece, x: Math.max(0, Math.min(piece.x + 2, width - piece.width)), y: Math.max(0, Math.min(piece.y + 2, height - piece.height)) };
    copied = { kind, piece: { ...moved } };
    add(kind, moved);
  };
  const twice = () => {
    if (!draft.piece) return;
    copy();
    paste();
  };
  const remove = () => {
    draft.remove();
    sheet.focus();
  };
  const cut = () => {
    copy();
    remove();
  };
  const [undo, redo] = [() => draft.undo(), () => draft.redo()];
  const [earlier, later] = [() => draft.order(-1), () => draft.order(1)];

  const steps = [button("↶", say("Отменить"), undo), button("↷", say("Вернуть"), redo)];
  const ofChosen = [button("⟳", say("Повернуть на 90°"), sheet.turn), button("⤓", say("Раньше в файле"), earlier), button("⤒", say("Позже в файле"), later), h("button", { type: "button", onclick: twice }, say("Дублировать")), h("button", { type: "button", onclick: remove }, say("Удалить"))];
  const more = KINDS.map((kind) => h("button", { type: "button", onclick: () => add(kind, fresh(kind, draft.template)) }, `+ ${kindName(kind)}`));

  /** @type {Record<string, ((event: KeyboardEvent) => void) | undefined>} */
  const held = { KeyZ: (event) => (event.shiftKey ? redo() : undo()), KeyY: redo, KeyC: copy, KeyX: cut, KeyV: paste, KeyD: twice, KeyS: save };
  /** @type {Record<string, ((event: KeyboardEvent) => void) | undefined>} */
  const plain = { Delete: remove, Backspace: remove, KeyR: sheet.turn, Escape: () => draft.choose(null), BracketLeft: earlier, BracketRight: later };

  return {
    element: h("div", { class: "label-tools", role: "toolbar", "aria-label": say("Инструменты") }, h("div", null, more), h("div", null, steps, ofChosen)),
    show: () => {
      const { back, on } = draft.steps;
      [back, on].forEach((can, i) => steps[i] && (steps[i].disabled = !can));
      for (const one of ofChosen) one.disabled = !draft.chosen;
    },
    /** @param {KeyboardEvent} event */
    key: (event) => {
      const typing = event.target instanceof Element && event.target.closest("header, input, select, textarea, dialog");
      const act = (event.ctrlKey || event.metaKey ? held : plain)[event.code];
      if (typing && event.code !== "KeyS") return;
      if (act) act(event);
      if (act || sheet.arrow(event)) event.preventDefault();
    },
  };
}
