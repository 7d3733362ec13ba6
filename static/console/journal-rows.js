// The rows of the journal that are known here: newest first, pages of them as they are wanted, news on top.

import { reach } from "./server.js";

/** @typedef {import("./types.js").JournalRow} JournalRow */
/** @typedef {Record<string, string>} Filter  as the server's parameters */

const PAGE = 200;
const MOST = 1000; // the server gives no more at once

export const FILTERS = ["state", "device", "command", "client", "dialect", "text", "since", "until"];

/** @param {string} text */
const folded = (text) => text.toLowerCase().replaceAll("ё", "е");

/** Whether a row would be found, as the server looks for it. @param {JournalRow} row @param {Filter} filter */
export function fits(row, { state, device, command, client, dialect, text, since, until }) {
  if (state && !state.split(",").includes(row.state)) return false;
  if (device && ![row.device, row.member].includes(Number(device))) return false;
  if ((command && row.command !== command) || (client && row.client !== client) || (dialect && row.dialect !== dialect)) return false;
  if (text && !folded([row.id, row.client, row.command, row.error].join("\n")).includes(folded(text))) return false;
  const day = new Date(row.accepted_at).toLocaleDateString("sv"); // as 2026-11-22
  return !(since && day < since) && !(until && day > until);
}

export class Rows {
  /** @type {JournalRow[]} */
  known = [];
  /** @type {JournalRow[]} */
  fresh = []; // came while nobody looked at the top
  total = 0;
  complete = false;
  /** @type {AbortController} */
  #asking = new AbortController();
  #before = ""; // the next page begins below this seq
  /** @type {Promise<void> | null} */
  #loading = null;

  /** @param {Filter} filter @param {() => void} changed */
  constructor(filter, changed) {
    this.filter = filter;
    this.changed = changed;
  }

  /** Until row `index` is known, or there is no such. Raises Refused. @param {number} index */
  async need(index) {
    while (this.known.length <= index && !this.complete) {
      this.#loading ??= this.#page(Math.min(Math.max(index + 1 - this.known.length, PAGE), MOST)).finally(() => (this.#loading = null));
      await this.#loading;
    }
  }

  /** @param {number} limit */
  async #page(limit) {
    const first = this.#before === "";
    const query = new URLSearchParams({ ...this.filter, limit: String(limit), ...(first ? { count: "1" } : { before: this.#before }) });
    const answer = await reach("GET", `/journal?${query}`, undefined, { signal: this.#asking.signal, patience: 60000 });
    /** @type {JournalRow[]} */
    const rows = await answer.json();
    const there = new Set(this.known.map((row) => row.id));
    this.known.push(...rows.filter((row) => !there.has(row.id)));
    const searched = answer.headers.get("x-searched-before"); // a long search ran out of time there
    const last = rows.length < limit ? searched : rows.at(-1)?.seq;
    this.complete = !last;
    this.#before = String(last ?? "");
    if (first) this.total = Number(answer.headers.get("x-total-count") ?? 0);
    if (this.complete || this.total < this.known.length) this.total = this.known.length + (this.complete ? 0 : 1);
    this.changed();
  }

  /** A row was accepted or has changed. @param {JournalRow} row @param {boolean} atTop  show it at once */
  hear(row, atTop) {
    const at = this.known.findIndex((one) => one.id === row.id);
    const old = this.known[at];
    const wanted = fits(row, this.filter);
    if (old && wanted && old.seq === row.seq) this.known[at] = row;
    else if (old) this.#drop(at);
    this.fresh = this.fresh.filter((one) => one.id !== row.id);
    if (wanted && old?.seq !== row.seq) this.#take(row);
    if (atTop) this.freshen();
    this.changed();
  }

  /** An older one may begin to fit, too. @param {JournalRow} row */
  #take(row) {
    if (row.seq > (this.known[0]?.seq ?? 0)) {
      this.fresh.push(row);
      return;
    }
    const at = this.known.findIndex((one) => one.seq < row.seq);
    if (at < 0 && !this.complete) return; // its page will bring it
    this.known.splice(at < 0 ? this.known.length : at, 0, row);
    this.total += 1;
  }

  /** @param {number} at */
  #drop(at) {
    this.known.splice(at, 1);
    this.total -= 1;
  }

  /** What is new goes on top. */
  freshen() {
    this.fresh.sort((one, other) => other.seq - one.seq);
    this.known.unshift(...this.fresh);
    this.total += this.fresh.length;
    this.fresh = [];
  }

  stop() {
    this.#asking.abort();
  }
}
