// One registry: a draft to be looked through, or one that is printed.

import { draftView } from "./registry-draft.js";
import { runView } from "./registry-run.js";
import { path } from "./registry-words.js";
import { fill, h } from "./dom.js";
import { address } from "./router.js";
import { ask } from "./server.js";
import { say } from "./words.js";

/** @param {string} id @returns {Promise<import("./types.js").Screen>} */
export async function screen(id) {
  const left = new AbortController();
  const [one, shops] = await Promise.all([ask("GET", path(id)), ask("GET", "/itkassa/organizations")]);
  const place = h("div", { class: "stack" });
  /** @param {any} now */
  const show = (now) => {
    const shop = shops.find((/** @type {any} */ each) => each.id === now.organization);
    fill(place, now.state === "draft" ? draftView(now, shop, show) : runView(now, left.signal));
  };
  show(one);
  const heading = h("div", { class: "row" }, h("a", { href: address("registry") }, say("Реестры")), h("h1", null, one.name));
  return { title: one.name, content: h("div", { class: "stack" }, heading, place), leave: () => left.abort() };
}
