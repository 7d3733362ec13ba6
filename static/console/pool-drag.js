// Dragging a device into a pool, within it, or over to another: by mouse, pen and finger.

import { notice } from "./dialog.js";
import { h } from "./dom.js";
import { deviceOf } from "./live.js";
import { intoPool, join, leave, place } from "./pools.js";

const FAR = 6; // pixels that make a click a drag
const EDGE = 60; // pixels from the window's edge where it scrolls
const STEP = 14;

/** @typedef {{ number: number, from: number | null, grip: HTMLElement, x: number, y: number, ghost: HTMLElement | null, target: { pool: number, at: number } | null }} Drag */

/** Everything in `room` with a grip can be dragged, everything with `data-pool` takes it. @param {HTMLElement} room @returns {() => void} ends it */
export function draggable(room) {
  /** @type {Drag | null} */
  let drag = null;

  const down = (/** @type {PointerEvent} */ event) => {
    const grip = /** @type {HTMLElement} */ (event.target).closest?.("[data-grip]");
    if (!(grip instanceof HTMLElement) || event.button !== 0) return;
    drag = {
      number: Number(grip.dataset["grip"]),
      from: grip.dataset["from"] ? Number(grip.dataset["from"]) : null,
      grip,
      x: event.clientX,
      y: event.clientY,
      ghost: null,
      target: null,
    };
  };
  const move = (/** @type {PointerEvent} */ event) => {
    if (!drag) return;
    const { clientX: x, clientY: y } = event;
    if (!drag.ghost && Math.hypot(x - drag.x, y - drag.y) < FAR) return;
    if (!drag.ghost) room.setPointerCapture(event.pointerId);
    drag.ghost ??= ghostOf(drag.number);
    drag.ghost.style.translate = `${x + 8}px ${y + 8}px`;
    if (y < EDGE || y > innerHeight - EDGE) scrollBy(0, y < EDGE ? -STEP : STEP);
    drag.target = aim(room, x, y);
  };
  const up = () => {
    const done = drag;
    end();
    if (done?.ghost) drop(done).catch((error) => notice(error.message, "bad"));
  };
  const end = () => {
    drag?.ghost?.remove();
    mark(room, null);
    drag = null;
  };
  const key = (/** @type {KeyboardEvent} */ event) => {
    if (event.key === "Escape") end();
  };
  const click = (/** @type {Event} */ event) => {
    const grip = /** @type {HTMLElement} */ (event.target).closest?.("button[data-grip]");
    if (grip instanceof HTMLElement) choose(Number(grip.dataset["grip"]));
  };
  /** @type {[string, (event: any) => void][]} */
  const heard = [
    ["pointerdown", down],
    ["pointermove", move],
    ["pointerup", up],
    ["pointercancel", end],
    ["click", click],
  ];
  for (const [kind, hear] of heard) room.addEventListener(kind, hear);
  addEventListener("keydown", key);
  return () => {
    end();
    removeEventListener("keydown", key);
  };
}

/** @param {number} number */
function choose(number) {
  const device = deviceOf(number);
  if (device) intoPool(device).catch((error) => notice(error.message, "bad"));
}

/** @param {number} number */
function ghostOf(number) {
  const ghost = h("div", { class: "ghost", "aria-hidden": "true" }, `${number}. ${deviceOf(number)?.name ?? ""}`);
  document.body.append(ghost);
  return ghost;
}

/** The pool under the pointer and the place among its members; shown on it. @param {HTMLElement} room @param {number} x @param {number} y */
function aim(room, x, y) {
  const pool = document.elementFromPoint(x, y)?.closest("[data-pool]");
  if (!(pool instanceof HTMLElement)) return mark(room, null);
  const rows = [...pool.querySelectorAll("[data-member]")];
  const at = placeAmong(
    rows.map((row) => row.getBoundingClientRect()),
    x,
    y,
  );
  mark(room, pool, rows[at]);
  return { pool: Number(pool.dataset["pool"]), at };
}

/** Rows stand below each other or, on a wide page, beside. @param {DOMRect[]} rows @param {number} x @param {number} y */
function placeAmong(rows, x, y) {
  const beside = rows.length > 1 && rows[0]?.top === rows[1]?.top;
  const found = rows.findIndex((row) => y < row.bottom && (beside ? x < row.left + row.width / 2 : y < row.top + row.height / 2));
  return found < 0 ? rows.length : found;
}

/** @param {HTMLElement} room @param {Element | null} pool @param {Element} [row] @returns {null} */
function mark(room, pool, row) {
  for (const old of room.querySelectorAll(".over, .before")) old.classList.remove("over", "before");
  pool?.classList.add("over");
  row?.classList.add("before");
  return null;
}

/** @param {Drag} drag */
async function drop({ number, from, target }) {
  const pool = target && deviceOf(target.pool);
  if (!target || !pool) return;
  const was = pool.members.indexOf(number);
  if (was >= 0) {
    const at = was < target.at ? target.at - 1 : target.at;
    if (at !== was) await place(pool, number, at);
    return;
  }
  await join(pool, number, target.at);
  const old = from === null ? undefined : deviceOf(from);
  if (old && old.members.length > 1) await leave(old, number);
}
