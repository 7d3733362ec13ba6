// A list of any length on the page: only the rows in sight are there. Arrows, Page Up/Down, Home, End, Enter.

import { fill, h } from "./dom.js";
import { deviceOf } from "./live.js";
import { commandName, dialectName, stateOf } from "./journal-words.js";
import { lasted, moment, say } from "./words.js";

/** @typedef {import("./types.js").JournalRow} JournalRow */
/** @typedef {import("./journal-rows.js").Rows} Rows */

const SPARE = 8; // rows drawn above and below those in sight
const SMALLEST = 320; // pixels
const BELOW = 20;

export class List {
  /** @type {Map<number, HTMLElement>} */
  #drawn = new Map();
  #current = 0;
  #chosen = ""; // id of the row that somebody went to: news must not put another one under the keyboard
  #height = 0;
  #top = 0;

  /** @param {(row: JournalRow) => void} chosen @param {() => void} moved  the list was scrolled @param {(error: unknown) => void} failed */
  constructor(chosen, moved, failed) {
    this.chosen = chosen;
    this.failed = failed;
    /** @type {Rows | null} */
    this.rows = null;
    const titles = [say("Что с ней"), say("Принята"), say("Команда"), say("Устройство"), say("Итог"), say("Длилась")];
    const head = h("div", { role: "row", class: "j-row j-head", "aria-rowindex": 1 }, titles.map((title) => h("div", { role: "columnheader" }, title)));
    this.body = h("div", { role: "rowgroup", class: "j-body" });
    this.element = h("div", { role: "grid", class: "j-list", tabIndex: 0, "aria-label": say("Команды"), "aria-readonly": "true", onkeydown: (/** @type {KeyboardEvent} */ event) => this.#key(event) }, h("div", { role: "rowgroup", class: "j-top" }, head), this.body);
    this.element.addEventListener("scroll", () => {
      this.#top = this.element.scrollTop;
      this.draw();
      moved();
    }, { passive: true });
    this.resized = new ResizeObserver(() => this.#measure());
    this.resized.observe(this.element);
    this.resized.observe(document.body);
  }

  get atTop() {
    return this.#top < 4;
  }

  /** @param {Rows} rows */
  show(rows) {
    this.rows = rows;
    this.#current = 0;
    this.#chosen = "";
    this.toTop();
    this.draw(true);
  }

  /** Index of the last row in sight. */
  get last() {
    return this.#height ? Math.ceil((this.#top + this.element.clientHeight) / this.#height) : 0;
  }

  /** The same rows read anew: the first in sight stays the first. @param {Rows} rows */
  put(rows) {
    const at = Math.floor(this.#top / this.#height);
    const first = this.atTop ? undefined : this.rows?.known[at]?.id;
    const now = rows.known.findIndex((row) => row.id === first);
    this.rows = rows;
    if (now >= 0) this.#top += (now - at) * this.#height;
    this.draw(true);
    this.element.scrollTop = this.#top;
  }

  toTop() {
    this.element.scrollTop = this.#top = 0;
  }

  /** Off the page an element forgets how far it was scrolled. @param {boolean} focus */
  comeBack(focus) {
    this.element.scrollTop = this.#top;
    this.draw(true);
    if (focus) this.element.focus({ preventScroll: true });
  }

  /** The list takes what is left of the window. */
  #measure() {
    const height = Math.max(SMALLEST, innerHeight - this.element.getBoundingClientRect().top - scrollY - BELOW);
    this.element.style.height = `${height}px`;
    this.#measureRow();
  }

  #measureRow() {
    const probe = h("div", { class: "j-row j-item" });
    this.body.append(probe);
    const height = probe.offsetHeight;
    probe.remove();
    if (!height || height === this.#height) return this.draw();
    const first = this.#height ? this.#top / this.#height : 0;
    this.#height = height;
    this.element.scrollTop = this.#top = first * height;
    this.draw(true);
  }

  /** @param {boolean} [anew]  rows have changed */
  draw(anew = false) {
    const { rows } = this;
    if (!rows || !this.#height) return;
    if (anew) {
      this.#forget();
      this.#follow();
    }
    this.body.style.height = `${rows.total * this.#height}px`;
    this.element.setAttribute("aria-rowcount", String(rows.total + 1));
    const first = Math.max(0, Math.floor(this.#top / this.#height) - SPARE);
    const last = Math.min(rows.total, Math.ceil((this.#top + this.element.clientHeight) / this.#height) + SPARE);
    for (const [index, element] of this.#drawn) if (index < first || index >= last) this.#remove(index, element);
    for (let index = first; index < last; index++) if (!this.#drawn.has(index)) this.#add(index);
    if (last > rows.known.length && !rows.complete) rows.need(last).catch(this.failed);
    this.element.setAttribute("aria-activedescendant", this.#drawn.has(this.#current) ? `j-row-${this.#current}` : "");
  }

  #follow() {
    const known = this.rows?.known ?? [];
    if (!this.#chosen || known[this.#current]?.id === this.#chosen) return;
    const now = known.findIndex((row) => row.id === this.#chosen);
    if (now >= 0) this.#current = now;
  }

  #forget() {
    for (const [index, element] of this.#drawn) this.#remove(index, element);
  }

  /** @param {number} index @param {HTMLElement} element */
  #remove(index, element) {
    element.remove();
    this.#drawn.delete(index);
  }

  /** @param {number} index */
  #add(index) {
    const row = this.rows?.known[index];
    const element = row ? item(row) : h("div", { class: "j-row j-item", role: "row" }, h("div", { role: "gridcell", class: "faint" }, "…"));
    element.id = `j-row-${index}`;
    element.setAttribute("aria-rowindex", String(index + 2));
    element.style.transform = `translateY(${index * this.#height}px)`;
    element.classList.toggle("current", index === this.#current);
    element.setAttribute("aria-selected", String(index === this.#current));
    if (row) element.addEventListener("click", () => this.#choose(index, row));
    this.#drawn.set(index, element);
    this.body.append(element);
  }

  /** @param {number} index @param {JournalRow} row */
  #choose(index, row) {
    this.goTo(index);
    this.chosen(row);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey || !this.rows) return;
    const page = Math.max(1, Math.floor(this.element.clientHeight / this.#height) - 1);
    const to = { ArrowDown: this.#current + 1, ArrowUp: this.#current - 1, PageDown: this.#current + page, PageUp: this.#current - page, Home: 0, End: this.rows.total - 1 }[event.key];
    const row = this.rows.known[this.#current];
    if (to !== undefined) this.goTo(to);
    else if (event.key === "Enter" && row) this.chosen(row);
    else return;
    event.preventDefault();
  }

  /** @param {number} index */
  goTo(index) {
    const { rows } = this;
    if (!rows) return;
    this.#drawn.get(this.#current)?.classList.remove("current");
    this.#drawn.get(this.#current)?.setAttribute("aria-selected", "false");
    this.#current = Math.max(0, Math.min(index, rows.total - 1));
    this.#chosen = rows.known[this.#current]?.id ?? "";
    const top = this.#current * this.#height;
    const room = this.element.clientHeight - this.body.offsetTop - this.#height;
    const to = Math.min(Math.max(this.#top, top - room), top);
    if (to !== this.#top) this.element.scrollTop = this.#top = to;
    this.draw();
    this.#drawn.get(this.#current)?.classList.add("current");
    this.#drawn.get(this.#current)?.setAttribute("aria-selected", "true");
  }

  end() {
    this.resized.disconnect();
  }
}

/** @param {JournalRow} row */
function item(row) {
  const { icon, word, mood } = stateOf(row.state);
  const number = row.member ?? row.device;
  const text = row.error || row.outcome;
  const cells = [
    h("span", { class: mood }, h("span", { class: "j-icon", "aria-hidden": "true" }, icon), word),
    h("time", { dateTime: row.accepted_at, class: "numbers" }, moment(row.accepted_at)),
    [h("b", null, commandName(row.command)), h("span", { class: "faint" }, senderOf(row))],
    number ? `${number}. ${deviceOf(number)?.name ?? ""}` : "",
    h("span", { class: row.state === "failed" ? "bad" : row.state === "unknown" ? "warn" : "", title: text }, text),
    h("span", { class: "numbers" }, lasted(row.duration_ms)),
  ];
  return h("div", { class: "j-row j-item", role: "row" }, cells.map((cell) => fillCell(cell)));
}

/** @param {import("./dom.js").Child | import("./dom.js").Child[]} content */
function fillCell(content) {
  const cell = h("div", { role: "gridcell" });
  fill(cell, content);
  return cell;
}

/** With the API where it is none of the usual. @param {JournalRow} row */
const senderOf = ({ client, dialect }) => (["kkm", "server"].includes(dialect) ? client : [dialectName(dialect), client].filter(Boolean).join(", "));
