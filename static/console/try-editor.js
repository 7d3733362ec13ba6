// A text field with numbered lines; lines can be marked.

import { fill, h } from "./dom.js";
import { lineOf } from "./try-json.js";

/** @typedef {{ line: number, mood: "bad" | "warn" }} Mark */

/** @param {string} label @param {{ changed: () => void, moved: () => void }} told */
export function editor(label, { changed, moved }) {
  const lines = h("div", { class: "t-lines", "aria-hidden": "true" });
  const field = h("textarea", { class: "t-text", wrap: "off", spellcheck: false, autocapitalize: "off", "aria-label": label });
  /** @type {Mark[]} */
  let marks = [];
  const number = () => {
    const count = field.value.split("\n").length;
    const moods = new Map(marks.map(({ line, mood }) => [line, mood]));
    fill(lines, Array.from({ length: count }, (_, i) => h("div", { class: moods.get(i + 1) ?? "" }, String(i + 1))));
    lines.scrollTop = field.scrollTop;
  };
  field.addEventListener("input", () => {
    number();
    changed();
  });
  field.addEventListener("scroll", () => (lines.scrollTop = field.scrollTop));
  for (const kind of ["keyup", "click", "focus"]) field.addEventListener(kind, moved);
  return {
    element: h("div", { class: "t-editor" }, lines, field),
    field,
    get text() {
      return field.value;
    },
    /** @param {string} text */
    put(text) {
      field.value = text;
      field.setSelectionRange(0, 0);
      field.scrollTop = 0;
      number();
      changed();
    },
    /** So that it can be undone. @param {number} from @param {number} to @param {string} text */
    replace(from, to, text) {
      field.focus();
      field.setSelectionRange(from, to);
      if (document.execCommand("insertText", false, text)) return; // it tells of itself
      field.setRangeText(text, from, to, "end");
      number();
      changed();
    },
    /** @param {number} from @param {number} [to] */
    goTo(from, to = from) {
      field.focus();
      field.setSelectionRange(from, to);
      const height = field.scrollHeight / field.value.split("\n").length;
      field.scrollTop = Math.max(0, (lineOf(field.value, from).line - 4) * height);
      moved();
    },
    /** @param {Mark[]} given */
    mark(given) {
      marks = given;
      number();
    },
  };
}
