// What is to be printed by a template: rows of cells, which field each column is, and how many of each.

import { namesOf, neededOf } from "./labels-model.js";
import { COPIES, checker, count, matched, parse, taken } from "./labels-table.js";
import { newId } from "./server.js";

/** @typedef {import("./labels-types.js").Template} Template */

/** The number of a set that the server names, 0 = none. @param {string} text */
export const setOf = (text) => Number(/набор(?: полей)? (\d+)/i.exec(text)?.[1] ?? 0);

export class Job {
  /** @type {string[][]} */
  rows = [];
  /** @type {string[]} field of each column, "" = none */
  columns = [];
  copies = 1; // of each row that does not say it
  at = 0; // the row that is looked at

  /** @param {Template} template */
  constructor(template) {
    this.names = namesOf(template).filter((name) => name !== "today"); // that one the server fills
    this.needed = neededOf(template);
    this.check = checker(template);
  }

  /** One label. @param {import("./labels-types.js").Values} values */
  single(values) {
    this.columns = [...this.names];
    this.rows = [this.names.map((name) => values[name] ?? "")];
    this.at = 0;
  }

  /** A pasted table; its first row may be headings. @param {string} text */
  table(text) {
    const found = parse(text);
    const heads = matched(found[0] ?? [], this.names);
    const headed = heads.some(Boolean);
    this.rows = headed ? found.slice(1) : found;
    this.columns = headed || heads.length !== this.names.length ? heads : [...this.names];
    this.at = 0;
  }

  /** @param {number} column @param {string} field */
  map(column, field) {
    this.columns = this.columns.map((old, i) => (i === column ? field : old === field ? "" : old));
  }

  /** Fields of a row and how many of it; NaN: nobody can say. @param {number} row */
  set(row) {
    const { fields, copies } = taken(this.rows[row] ?? [], this.columns);
    return { fields, n: count(copies, this.copies) };
  }

  sets() {
    return this.rows.map((_, row) => this.set(row));
  }

  /** @param {number} row */
  faultsOf(row) {
    const { fields, n } = this.set(row);
    return this.check(fields, n);
  }

  faults() {
    return this.rows.flatMap((_, row) => this.faultsOf(row).map((text) => ({ row, text })));
  }

  total() {
    return this.sets().reduce((sum, { n }) => sum + (n || 0), 0);
  }

  /** Rows of different numbers stand so often in it. @param {string} template @param {number} device */
  command(template, device) {
    const sets = this.sets();
    const same = sets.every(({ n }) => n === this.copies);
    const Fields = sets.flatMap(({ fields, n }) => Array(same ? 1 : n).fill(fields));
    return { Command: "PrintDocument", NumDevice: device, IdCommand: newId(), Template: template, Copies: same ? this.copies : 1, Fields };
  }

  /** Which row a refusal of the server's means: it counts the sets of the command. @param {string} text */
  rowOf(text) {
    const found = setOf(text);
    const sets = this.sets();
    if (sets.every(({ n }) => n === this.copies)) return found - 1;
    let before = 0;
    return sets.findIndex(({ n }) => found > 0 && (before += n) >= found);
  }

  get roles() {
    return [...this.names, COPIES];
  }
}
