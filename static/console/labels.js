// Labels: the list of templates, the designer, the batch.

import { printing } from "./labels-paths.js";
import { go } from "./router.js";
import { isAdmin } from "./server.js";

/** @typedef {import("./types.js").Screen} Screen */

/** @param {string[]} rest @returns {Promise<Screen>} */
export async function screen([name = "", then = ""]) {
  if (!name) return (await import("./labels-list.js")).screen();
  if (then === "print") return (await import("./labels-batch.js")).screen(name);
  if (isAdmin()) return (await import("./labels-designer.js")).screen(name);
  go(printing(name));
  return { title: name, content: document.createTextNode("") };
}
