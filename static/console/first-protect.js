// Step 3: passwords first, then the network, then HTTPS: each needs the one before.

import { h } from "./dom.js";
import * as live from "./live.js";
import { say } from "./words.js";
import { certificate } from "./settings-certificate.js";
import { passwords } from "./settings-passwords.js";
import { reach } from "./settings-reach.js";
import { refill } from "./settings-refill.js";
import { restartNote } from "./settings-restart.js";
import { readSettings } from "./settings-server.js";

/** @typedef {import("./settings-server.js").Settings} Settings */

/** @returns {Promise<import("./first.js").Step>} */
export async function protectStep() {
  const element = h("div", { class: "stack settings" });
  const again = async () => show(await readSettings());
  let tag = "";
  /** @param {Settings} settings */
  function show(settings) {
    tag = settings.tag;
    const closed = !settings.writable && h("p", { class: "note warn" }, say("Изменить настройки отсюда нельзя. {why}", { why: settings.why_not }));
    refill(element, h("p", { class: "faint" }, say("Если касса нужна только программам на этом же компьютере, хватит паролей. Остальное можно сделать потом в настройках.")), closed,
      passwords(settings, show), reach(settings, show), certificate(settings, show), restartNote(settings, again));
  }
  await again();
  return { element, leave: live.on("settings", (now) => now !== tag && !element.contains(document.activeElement) && again().catch(() => {})) };
}
