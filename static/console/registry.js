// Mass printing: tables of receipts.

import { screen as list } from "./registry-list.js";
import { screen as one } from "./registry-one.js";

/** @param {string[]} rest */
export const screen = ([id]) => (id ? one(id) : list());
