// The label on the screen: the server's picture, and over it a frame for each piece that can be taken, moved and pulled.

import { fill, h, list } from "./dom.js";
import { dragging, put } from "./labels-drag.js";
import { dragged, turned } from "./labels-geometry.js";
import { pieces, textOf } from "./labels-model.js";
import { number, say } from "./words.js";

/** @typedef {import("./labels-model.js").Draft} Draft */
/** @typedef {import("./labels-types.js").Kind} Kind */
/** @typedef {import("./labels-types.js").Piece} Piece */
/** @typedef {import("./labels-types.js").Place} Place */

const HANDLES = ["nw", "n", "ne", "e", "se", "s", "sw", "w"];
/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** @param {Kind} kind */
export const kindName = (kind) => ({ text: say("Текст"), barcode: say("Штрихкод"), picture: say("Картинка"), line: say("Линия"), box: say("Рамка") })[kind];

/** «Текст «{name}»». @param {Kind} kind @param {Piece} piece */
export function pieceName(kind, piece) {
  const text = textOf(kind, piece).replace(/\s+/g, " ").slice(0, 40);
  return text ? `${kindName(kind)} «${text}»` : kindName(kind);
}

/** @param {Place | null} place */
const keyOf = (place) => (place ? `${place.kind}-${place.at}` : "");

/** @param {Draft} draft @param {() => void} edit  Enter on a piece */
export function canvas(draft, edit) {
  const img = h("img", { alt: "", draggable: false });
  const layer = h("div", { class: "pieces" });
  const frame = h("div", { class: "frame", hidden: true }, HANDLES.map((handle) => h("span", { dataset: { handle } })));
  const drag = dragging(draft, () => mm);
  const rulers = [h("div", { class: "ruler along", "aria-hidden": "true" }), h("div", { class: "ruler down", "aria-hidden": "true" })];
  const stage = h("div", { class: "stage", tabIndex: -1, role: "group", "aria-label": say("Этикетка") }, rulers, h("div", { class: "dots" }, img), layer, frame, drag.guides);
  const view = h("div", { class: "stage-view" }, stage);
  let zoom = 1;
  let mm = 8; // pixels
  /** @type {Set<string>} */
  let bad = new Set();

  const scale = () => {
    const { width, height } = draft.template;
    const room = Math.min((view.clientWidth - 60) / width, (innerHeight * 0.62) / height, 16);
    mm = Math.max(1.5, room) * zoom;
    put(stage, { mm, w: width, h: height });
    const step = mm < 5 ? 10 : 5;
    rulers.forEach((ruler, i) => fill(ruler, Array.from({ length: Math.floor((i ? height : width) / step) + 1 }, (_, n) => tick(n * step))));
  };

  const show = () => {
    scale();
    list(layer, pieces(draft.template), keyOf, (one, before) => {
      const element = before ?? h("button", { type: "button", class: "piece", onfocus: () => draft.choose(one), onclick: (/** @type {MouseEvent} */ event) => event.detail === 0 && edit() });
      const { x, y, width, height } = one.piece;
      put(element, { x, y, w: width, h: height });
      element.style.zIndex = String(Math.round(100000 - width * height));
      const at = say("x {x}, y {y}", { x: number(x), y: number(y) });
      element.setAttribute("aria-label", `${pieceName(one.kind, one.piece)}, ${at}${bad.has(keyOf(one)) ? `, ${say("ошибка")}` : ""}`);
      element.setAttribute("aria-pressed", String(keyOf(one) === keyOf(draft.chosen)));
      element.classList.toggle("bad", bad.has(keyOf(one)));
      fill(element, h("span", null, textOf(one.kind, one.piece)));
      return element;
    });
    const { piece } = draft;
    frame.hidden = !piece;
    if (piece) put(frame, { x: piece.x, y: piece.y, w: piece.width, h: piece.height });
  };

  /** @param {PointerEvent} event */
  const press = (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    const key = /** @type {HTMLElement | null} */ (target.closest(".piece"))?.dataset.key;
    const place = pieces(draft.template).find((one) => keyOf(one) === key);
    const handle = target.dataset.handle ?? "";
    if (!handle) draft.choose(place ?? null);
    if (!draft.piece || event.button) return;
    event.preventDefault();
    focus();
    drag.begin(stage, event, handle);
  };

  /** Arrows move, with Ctrl they pull the far corner. @param {KeyboardEvent} event */
  const arrow = (event) => {
    const { piece } = draft;
    const way = ARROWS[event.key];
    if (!piece || !way) return false;
    const step = event.shiftKey ? 0.1 : 1;
    const by = { x: way[0] * step, y: way[1] * step };
    const handle = event.ctrlKey || event.metaKey ? "se" : "";
    draft.change(() => Object.assign(piece, dragged(piece, handle, by, { x: [], y: [] }, 0, draft.template).box), `arrow ${handle}`);
    return true;
  };

  const turn = () => {
    const { piece, chosen } = draft;
    if (piece && chosen) draft.change(() => Object.assign(piece, turned(piece, chosen.kind !== "line" && chosen.kind !== "box", draft.template)));
  };

  const focus = () => /** @type {HTMLElement} */ (layer.querySelector(`[data-key="${keyOf(draft.chosen)}"]`) ?? stage).focus({ preventScroll: true });

  stage.addEventListener("pointerdown", press);
  const watch = new ResizeObserver(scale);
  watch.observe(view);
  return {
    element: view,
    show,
    arrow,
    turn,
    focus,
    /** @param {number} by */
    zoom: (by) => {
      zoom = by ? Math.min(4, Math.max(0.5, zoom * by)) : 1;
      scale();
    },
    /** A picture may have a margin: it is laid in the middle, true to scale. @param {string} url  "": there is none just now @param {number} dpi */
    picture: (url, dpi) => {
      if (url) img.src = url;
      img.onload = () => put(stage, { dots: (img.naturalWidth * 25.4) / dpi });
      view.classList.toggle("blind", !url);
    },
    /** @param {Place[]} places */
    faults: (places) => {
      bad = new Set(places.map(keyOf));
      show();
    },
    end: () => watch.disconnect(),
  };
}

/** @param {number} at */
function tick(at) {
  const made = h("span", null, String(at));
  put(made, { at });
  return made;
}
