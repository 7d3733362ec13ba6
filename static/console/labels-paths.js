// Where a template is: at the server, and on the pages.

import { address } from "./router.js";

/** @param {string} name */
export const path = (name) => `/labels/${encodeURIComponent(name)}`;
/** @param {string} name */
export const designing = (name) => address(`labels/${encodeURIComponent(name)}`);
/** @param {string} name */
export const printing = (name) => address(`labels/${encodeURIComponent(name)}/print`);
