// The journal: every command, what became of it, and the word of a person where nobody knows.

import { notice } from "./dialog.js";
import { fill, h } from "./dom.js";
import { filters } from "./journal-filters.js";
import { List } from "./journal-list.js";
import { openRow } from "./journal-row.js";
import { FILTERS, Rows } from "./journal-rows.js";
import * as live from "./live.js";
import { address, go, here, replace } from "./router.js";
import { ask } from "./server.js";
import { say, several } from "./words.js";

/** @typedef {import("./types.js").JournalRow} JournalRow */
/** @typedef {import("./types.js").Screen} Screen */
/** @typedef {import("./journal-rows.js").Filter} Filter */

const FACETS = { commands: [], clients: [], dialects: [] };

/** @type {Desk | null} */
let desk = null; // it stays while a row of it is opened and closed

/** @param {string[]} rest @param {URLSearchParams} query @returns {Screen} */
export function screen(rest, query) {
  const back = desk !== null;
  const shown = (desk ??= new Desk());
  shown.arrive(rest[0] ?? "", query);
  requestAnimationFrame(() => shown.list.comeBack(back));
  return {
    title: say("Журнал"),
    content: shown.element,
    turned: (turned) => shown.arrive(here().rest[0] ?? "", turned),
    leave: () => here().room === "journal" || end(),
  };
}

function end() {
  desk?.end();
  desk = null;
}

/** @param {URLSearchParams} query @returns {Filter} */
function filterOf(query) {
  const given = FILTERS.map((key) => [key, query.get(key) ?? ""]);
  return Object.fromEntries(given.filter(([, value]) => value));
}

class Desk {
  /** @type {Filter} */
  #filter = {};
  /** @type {Rows | null} */
  #rows = null;
  #facets = FACETS;
  #opened = "";
  /** @type {() => void} */
  #closeRow = () => {};
  #redraw = 0;

  constructor() {
    this.list = new List((row) => go(this.#at(row.id)), () => this.#scrolled(), told);
    this.filters = filters((change, typing) => this.#turn(change, typing));
    this.csv = h("a", { class: "button", download: "" }, say("Скачать CSV"));
    this.count = h("span", { class: "faint", role: "status" });
    this.doubts = h("p", { class: "note warn bar", hidden: true });
    this.news = h("button", { type: "button", class: "main j-news", hidden: true, onclick: () => this.#freshen() });
    this.empty = h("p", { class: "faint j-empty", hidden: true });
    const bar = h("div", { class: "bar" }, h("h1", null, say("Журнал")), h("div", { class: "row" }, this.count, this.csv));
    this.element = h("div", { class: "stack j-room" }, bar, this.doubts, this.filters.element, h("div", { class: "j-frame" }, this.news, this.list.element, this.empty));
    this.heard = [
      live.on("command", (row) => this.#hear(row)),
      live.on("doubts", () => this.#showDoubts()),
      live.on("devices", () => this.filters.show(this.#filter, this.#facets)),
      live.on("missed", () => this.#readAgain().catch(told)),
    ];
    ask("GET", "/journal-facets").then((facets) => {
      this.#facets = facets;
      this.filters.show(this.#filter, facets);
    }, told);
  }

  /** @param {string} id  of the opened row @param {URLSearchParams} query */
  arrive(id, query) {
    const filter = filterOf(query);
    if (!this.#rows || JSON.stringify(filter) !== JSON.stringify(this.#filter)) {
      this.#filter = filter;
      this.#load();
    }
    this.#showDoubts();
    this.#open(id);
  }

  /** @param {string} [id] @param {Filter} [filter] */
  #at(id = "", filter = this.#filter) {
    return address(id ? `journal/${encodeURIComponent(id)}` : "journal", filter);
  }

  /** @param {Filter} change @param {boolean} typing */
  #turn(change, typing) {
    const target = this.#at("", { ...this.#filter, ...change });
    if (!typing) return go(target);
    replace(target);
    this.arrive("", here().query);
  }

  #load() {
    this.#rows?.stop();
    const rows = (this.#rows = this.#rowsOf());
    this.csv.href = `/journal.csv?${new URLSearchParams(this.#filter)}`;
    this.filters.show(this.#filter, this.#facets);
    this.list.show(rows);
    rows.need(0).catch(told);
  }

  /** Events went by untold; the rows that are looked at stay in sight. */
  async #readAgain() {
    const old = this.#rows;
    const rows = this.#rowsOf();
    await rows.need(this.list.last);
    if (!old || old !== this.#rows) return rows.stop();
    old.stop();
    this.#rows = rows;
    this.list.put(rows);
    this.#changed();
  }

  #rowsOf() {
    /** @type {Rows} */
    const rows = new Rows(this.#filter, () => rows === this.#rows && this.#changed());
    return rows;
  }

  /** @param {JournalRow} row */
  #hear(row) {
    this.#rows?.hear(row, this.list.atTop);
  }

  /** News come in bursts: they are drawn together. */
  #changed() {
    cancelAnimationFrame(this.#redraw);
    this.#redraw = requestAnimationFrame(() => {
      this.list.draw(true);
      this.#showCounts();
    });
  }

  #showCounts() {
    const rows = this.#rows;
    if (!rows) return;
    const told = several(rows.total, "{n} команда", "{n} команды", "{n} команд");
    if (this.count.textContent !== told) fill(this.count, told);
    this.news.hidden = rows.fresh.length === 0;
    fill(this.news, several(rows.fresh.length, "{n} новая", "{n} новые", "{n} новых"));
    this.empty.hidden = !(rows.complete && rows.total === 0);
    fill(this.empty, Object.keys(this.#filter).length ? say("Таких команд нет. Измените или сбросьте фильтры.") : say("Команд ещё не было. Как только программа пришлёт первую, она появится здесь."));
  }

  #freshen() {
    this.#rows?.freshen();
    this.list.toTop();
    this.#changed();
    this.list.element.focus();
  }

  #scrolled() {
    if (this.list.atTop && this.#rows?.fresh.length) this.#freshen();
  }

  #showDoubts() {
    const { doubts } = live.now();
    this.doubts.hidden = !doubts || this.#filter.state === "unknown";
    fill(this.doubts, several(doubts, "{n} команда с неизвестным результатом", "{n} команды с неизвестным результатом", "{n} команд с неизвестным результатом"), ": ", say("посмотрите на бумагу и скажите, что вышло."), h("a", { class: "button", href: address("journal", { state: "unknown" }) }, say("Показать")));
  }

  /** @param {string} id */
  #open(id) {
    if (id === this.#opened) return;
    this.#closeRow();
    this.#opened = id;
    if (!id) return;
    const panel = openRow(id, (step) => this.#beside(step));
    this.#closeRow = panel.close;
    panel.closed.then(() => {
      if (this.#opened !== id) return;
      this.#opened = "";
      if (here().room === "journal" && here().rest[0]) go(this.#at());
    });
  }

  /** The row before or after the opened one. @param {-1 | 1} step */
  async #beside(step) {
    const rows = this.#rows;
    const at = rows?.known.findIndex((row) => row.id === this.#opened) ?? -1;
    if (rows && at >= 0) await rows.need(at + step);
    const row = at < 0 ? undefined : rows?.known[at + step];
    if (!row) return notice(say("Дальше в этом списке команд нет."));
    this.list.goTo(at + step);
    replace(this.#at(row.id));
    this.#open(row.id);
  }

  end() {
    this.#closeRow();
    this.#rows?.stop();
    this.filters.stop();
    this.list.end();
    for (const stop of this.heard) stop();
  }
}

/** @param {unknown} error */
function told(error) {
  if (error instanceof Error && error.name !== "AbortError") notice(error.message, "bad");
}
