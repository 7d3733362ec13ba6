// The devices and pools of the settings file, and the families a device may be of.

import { ask, Refused } from "./server.js";

/** @typedef {import("./types.js").Field} Field */
/** @typedef {import("./types.js").Words} Words */
/** @typedef {Record<string, unknown>} Table  as in the settings file */
/** @typedef {{ number: number, name: string, driver?: string, table: Table }} Entry */
/** @typedef {{ tag: string, devices: Entry[], pools: Entry[], next: number }} Equipment */
/** @typedef {{ name: string, title: Words, about: Words, kind: string, virtual: boolean, connections: string[], options: Field[], why_not?: string }} Family */
/** @typedef {"devices" | "pools"} Sort */

/** @type {Promise<Family[]> | null} */
let known = null;

/** Raises Refused. @returns {Promise<Family[]>} */
export function families() {
  known ??= ask("GET", "/drivers").catch((error) => {
    known = null;
    throw error;
  });
  return known;
}

/** Raises Refused. @returns {Promise<Equipment>} */
export const equipment = () => ask("GET", "/settings/devices");

/** Raises Refused: 409 where the file is not the one of `tag`. @param {Sort} sort @param {string} tag @param {Table} table @param {number | null} number  null: a new one @returns {Promise<Equipment>} */
export function save(sort, tag, table, number) {
  const address = `/settings/${sort}`;
  return number === null ? ask("POST", address, { tag, table }) : ask("PUT", `${address}/${number}`, { tag, table });
}

/** Raises Refused. @param {Sort} sort @param {number} number */
export const remove = (sort, number) => insist((tag) => ask("DELETE", `/settings/${sort}/${number}`, { tag }));

/** Changes who is in a pool, from what the file says now. Raises Refused. @param {number} number @param {(members: number[]) => number[]} change */
export function regroup(number, change) {
  return insist((tag, now) => {
    const table = now.pools.find((pool) => pool.number === number)?.table ?? {};
    return save("pools", tag, { ...table, members: change(/** @type {number[]} */ (table["members"] ?? [])) }, number);
  });
}

/** A small change is made anew where somebody else was quicker. @param {(tag: string, now: Equipment) => Promise<unknown>} change */
async function insist(change) {
  const now = await equipment();
  try {
    await change(now.tag, now);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (error.faults.length) throw new Error(error.faults.map((fault) => fault.text).join(" "));
    if (error.status !== 409) throw error;
    const fresh = await equipment();
    await change(fresh.tag, fresh);
  }
}
