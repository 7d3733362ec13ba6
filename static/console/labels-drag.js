// Dragging a piece or one of its handles by mouse, pen or finger; guide lines show what it has snapped to.

import { h } from "./dom.js";
import { dragged, linesOf } from "./labels-geometry.js";
import { pieces } from "./labels-model.js";

/** @typedef {import("./labels-types.js").Piece} Piece */

const NEAR = 6; // pixels
const STILL = 3; // pixels before a press is a drag

/** @param {HTMLElement} element @param {Record<string, number>} lengths  millimetres, as custom properties */
export function put(element, lengths) {
  for (const [name, mm] of Object.entries(lengths)) element.style.setProperty(`--${name}`, String(mm));
}

/** @param {import("./labels-model.js").Draft} draft @param {() => number} scale  pixels of a millimetre */
export function dragging(draft, scale) {
  const guides = [h("i", { class: "guide-x", hidden: true }), h("i", { class: "guide-y", hidden: true })];
  /** @param {(number | null)[]} at */
  const guide = (at) =>
    guides.forEach((line, i) => {
      line.hidden = typeof at[i] !== "number";
      put(line, { [i ? "y" : "x"]: at[i] ?? 0 });
    });

  /** @param {Piece} piece */
  const linesFor = (piece) => {
    const { width, height } = draft.template;
    const others = pieces(draft.template).map((one) => one.piece).filter((one) => one !== piece);
    return linesOf([{ x: 0, y: 0, width, height }, ...others]);
  };

  /** @param {HTMLElement} stage @param {PointerEvent} event @param {string} handle */
  const begin = (stage, event, handle) => {
    const piece = /** @type {Piece} */ (draft.piece);
    const from = { ...piece };
    const lines = linesFor(piece);
    const ended = new AbortController();
    let begun = false;
    /** @param {PointerEvent} now */
    const move = (now) => {
      const [x, y] = [now.clientX - event.clientX, now.clientY - event.clientY];
      begun ||= Math.hypot(x, y) > STILL;
      if (!begun) return;
      const mm = scale();
      const to = dragged(from, handle, { x: x / mm, y: y / mm }, lines, now.altKey ? 0 : NEAR / mm, draft.template);
      draft.change(() => Object.assign(piece, to.box), `drag ${event.timeStamp}`);
      guide([to.guides.x, to.guides.y]);
    };
    const end = () => {
      ended.abort();
      guide([]);
    };
    stage.setPointerCapture(event.pointerId);
    stage.addEventListener("pointermove", move, { signal: ended.signal });
    for (const over of ["pointerup", "pointercancel"]) stage.addEventListener(over, end, { signal: ended.signal });
  };
  return { guides, begin };
}
