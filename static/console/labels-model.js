// A label template under work: its pieces, the chosen one, undo and redo.

/** @typedef {import("./labels-types.js").Template} Template */
/** @typedef {import("./labels-types.js").Piece} Piece */
/** @typedef {import("./labels-types.js").Place} Place */
/** @typedef {import("./labels-types.js").Kind} Kind */

const MOST_STEPS = 200;
const VARIABLE = /\{\{|\}\}|\{([^{}]*)\}/g;

export const KINDS = /** @type {Kind[]} */ (["text", "barcode", "picture", "line", "box"]); // as the server draws them

/** @param {any} given @returns {Template} */
export function whole(given) {
  /** @type {any} */
  const made = { title: "", ...given, width: Number(given.width), height: Number(given.height), defaults: { ...given.defaults } };
  for (const kind of KINDS) made[kind] = (given[kind] ?? []).map((/** @type {Piece} */ piece) => ({ ...piece }));
  return made;
}

/** @param {Template} template @returns {(Place & { piece: Piece })[]} */
export const pieces = (template) => KINDS.flatMap((kind) => template[kind].map((piece, at) => ({ kind, at, piece })));

/** `{price:money ₽}` in parts: name and format of each. @param {unknown} text */
export function variables(text) {
  const found = [...String(text ?? "").matchAll(VARIABLE)].flatMap(([, inside]) => (inside === undefined ? [] : [inside]));
  return found.map((inside) => {
    const [name = "", ...format] = inside.split(":");
    return { name: name.trim(), format: format.join(":").trim() };
  });
}

/** @param {Kind} kind @param {Piece} piece */
export const textOf = (kind, piece) => String((kind === "text" ? piece.text : kind === "barcode" ? piece.content : piece.file) ?? "");

/** Every variable with its piece. @param {Template} template */
export const uses = (template) =>
  pieces(template).flatMap(({ kind, piece }) => [...variables(kind === "picture" ? "" : textOf(kind, piece)), ...variables(piece.when)].map((one) => ({ ...one, kind, piece })));

/** @param {Template} template @returns {string[]} */
export const namesOf = (template) => [...new Set([...uses(template).map((one) => one.name), ...Object.keys(template.defaults)])].filter(Boolean);

/** Without these no label is printed. @param {Template} template */
export const neededOf = (template) => new Set(uses(template).filter((one) => !one.piece.when && !(one.name in template.defaults) && one.name !== "today").map((one) => one.name));

export class Draft {
  /** @type {Place | null} */
  chosen = null;
  /** @type {Template[]} */
  #past = [];
  /** @type {Template[]} */
  #future = [];
  #mark = "";

  #saved = "";

  /** @param {any} template @param {(what: "changed" | "chosen" | "saved") => void} told */
  constructor(template, told) {
    this.template = whole(template);
    this.told = told;
    this.#saved = JSON.stringify(this.template);
  }

  get dirty() {
    return JSON.stringify(this.template) !== this.#saved;
  }

  /** @param {string} sent  JSON of what the server has now */
  keep(sent) {
    this.#saved = sent;
    this.told("saved");
  }

  /** What the server has, in place of ours. @param {Template} template */
  take(template) {
    this.change(() => {
      this.template = template;
      this.chosen = null;
    });
    this.keep(JSON.stringify(template));
  }

  get piece() {
    return this.chosen ? (this.template[this.chosen.kind][this.chosen.at] ?? null) : null;
  }

  get steps() {
    return { back: this.#past.length > 0, on: this.#future.length > 0 };
  }

  /** @param {Place | null} place */
  choose(place) {
    if (place?.kind === this.chosen?.kind && place?.at === this.chosen?.at) return;
    this.chosen = place;
    this.#mark = "";
    this.told("chosen");
  }

  /** Changes of one `mark` in a row are undone together. @param {() => void} act */
  change(act, mark = "") {
    if (!mark || mark !== this.#mark) this.#past = [...this.#past.slice(-MOST_STEPS), whole(this.template)];
    this.#mark = mark;
    this.#future = [];
    act();
    this.told("changed");
  }

  undo() {
    this.#step(this.#past, this.#future);
  }

  redo() {
    this.#step(this.#future, this.#past);
  }

  /** @param {Template[]} from @param {Template[]} to */
  #step(from, to) {
    const found = from.pop();
    if (!found) return;
    to.push(this.template);
    this.template = found;
    this.#mark = "";
    if (!this.piece) this.chosen = null;
    this.told("changed");
  }

  /** @param {Kind} kind @param {Piece} piece */
  add(kind, piece) {
    this.change(() => {
      this.chosen = { kind, at: this.template[kind].push(piece) - 1 };
    });
  }

  remove() {
    const { chosen } = this;
    if (!chosen) return;
    this.change(() => {
      this.template[chosen.kind].splice(chosen.at, 1);
      this.chosen = null;
    });
  }

  /** Earlier or later in the file, among its kind. @param {1 | -1} step */
  order(step) {
    const { chosen, piece } = this;
    if (!chosen || !piece) return;
    const fellows = this.template[chosen.kind];
    const to = chosen.at + step;
    if (to < 0 || to >= fellows.length) return;
    this.change(() => {
      fellows.splice(chosen.at, 1);
      fellows.splice(to, 0, piece);
      this.chosen = { kind: chosen.kind, at: to };
    });
  }
}
