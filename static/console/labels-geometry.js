// Where a piece comes to lie when it is dragged. All lengths in millimetres.

/** @typedef {import("./labels-types.js").Box} Box */
/** @typedef {import("./labels-types.js").Lines} Lines */
/** @typedef {import("./labels-types.js").Piece} Piece */

const GRID = 0.5;
const LEAST = 0.2;

/** To a tenth. @param {number} mm */
export const round = (mm) => Math.round(mm * 10) / 10;

/** @param {number} mm @param {number} least @param {number} most */
const within = (mm, least, most) => Math.max(least, Math.min(most, mm));

/** Edges and middles of the label and of what stands on it. @param {Box[]} boxes @returns {Lines} */
export function linesOf(boxes) {
  return {
    x: boxes.flatMap(({ x, width }) => [x, x + width / 2, x + width]),
    y: boxes.flatMap(({ y, height }) => [y, y + height / 2, y + height]),
  };
}

/**
 * `start`, so moved that one of the `marks` behind it stands on a line not further than `near`; else on the grid.
 * `near` 0: left where it is.
 * @param {number} start @param {number[]} marks @param {number[]} lines @param {number} near
 * @returns {{ at: number, guide: number | null }}
 */
function snapped(start, marks, lines, near) {
  let by = near;
  /** @type {number | null} */
  let guide = null;
  for (const mark of near ? marks : []) {
    for (const line of lines) {
      if (Math.abs(line - start - mark) > Math.abs(by) || (guide !== null && Math.abs(line - start - mark) === Math.abs(by))) continue;
      by = line - start - mark;
      guide = line;
    }
  }
  if (guide !== null) return { at: start + by, guide };
  return { at: near ? Math.round(start / GRID) * GRID : round(start), guide };
}

/** @param {number} from @param {number} length @param {number} by @param {number[]} lines @param {number} near @param {number} most */
function slid(from, length, by, lines, near, most) {
  const { at, guide } = by ? snapped(from + by, [0, length / 2, length], lines, near) : { at: from, guide: null };
  return { from: within(at, 0, Math.max(0, most - length)), length, guide };
}

/** One end stays. @param {number} from @param {number} length @param {number} by @param {number[]} lines @param {number} near @param {number} most @param {boolean} first */
function stretched(from, length, by, lines, near, most, first) {
  const end = from + length;
  const { at, guide } = snapped((first ? from : end) + by, [0], lines, near);
  if (!first) return { from, length: within(at, from + LEAST, most) - from, guide };
  const begin = within(at, 0, end - LEAST);
  return { from: begin, length: end - begin, guide };
}

/**
 * @param {Box} box @param {string} handle  "" moves it; "n", "se" … pull there
 * @param {{ x: number, y: number }} by @param {Lines} lines @param {number} near @param {{ width: number, height: number }} label
 * @returns {{ box: Box, guides: { x: number | null, y: number | null } }}
 */
export function dragged(box, handle, by, lines, near, label) {
  const still = { x: { from: box.x, length: box.width, guide: null }, y: { from: box.y, length: box.height, guide: null } };
  const x = !handle ? slid(box.x, box.width, by.x, lines.x, near, label.width) : /[ew]/.test(handle) ? stretched(box.x, box.width, by.x, lines.x, near, label.width, handle.includes("w")) : still.x;
  const y = !handle ? slid(box.y, box.height, by.y, lines.y, near, label.height) : /[ns]/.test(handle) ? stretched(box.y, box.height, by.y, lines.y, near, label.height, handle.includes("n")) : still.y;
  return { box: { x: neat(x.from), y: neat(y.from), width: neat(x.length), height: neat(y.length) }, guides: { x: x.guide, y: y.guide } };
}

/** 3.0000000004 is 3. @param {number} mm */
const neat = (mm) => Math.round(mm * 100) / 100;

/** A quarter clockwise about its middle, kept on the label. @param {Piece} piece @param {boolean} turns  its content too @param {{ width: number, height: number }} label @returns {Partial<Piece>} */
export function turned(piece, turns, label) {
  const [width, height] = [Math.min(piece.height, label.width), Math.min(piece.width, label.height)];
  const x = neat(within(piece.x + (piece.width - width) / 2, 0, label.width - width));
  const y = neat(within(piece.y + (piece.height - height) / 2, 0, label.height - height));
  return { x, y, width, height, ...(turns && { turn: ((piece.turn ?? 0) + 90) % 360 }) };
}
