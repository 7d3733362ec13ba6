// What the settings' screens ask the server for.

import * as live from "./live.js";
import { ask, meet } from "./server.js";
import { say } from "./words.js";

/** @typedef {import("./types.js").Field} Field */
/** @typedef {import("./types.js").Words} Words */

/**
 * @typedef {{ file: string, names: string[], until: string, authority: boolean }} Certificate
 * @typedef {Field & { overridden?: boolean }} Setting  overridden: by the command line
 * @typedef {{ name: string, title: Words, fields: Setting[] }} Section
 *
 * @typedef {object} Settings
 * @property {string | null} file
 * @property {string} tag
 * @property {boolean} writable
 * @property {string} why_not
 * @property {Section[]} sections
 * @property {{ admin: boolean, user: boolean }} passwords
 * @property {Certificate | null} certificate
 * @property {string[]} listening
 * @property {string[]} restart_needed
 * @property {boolean} can_restart
 */

const LONG = { patience: 60000 };

/** @returns {Promise<Settings>} */
export const readSettings = () => ask("GET", "/settings");

/** @param {string} tag @param {Record<string, Record<string, unknown>>} changes @returns {Promise<Settings>} */
export const change = (tag, changes) => ask("PATCH", "/settings", { tag, changes });

/** @returns {Promise<Settings>} */
export const makeCertificate = () => ask("POST", "/settings/certificate", {}, LONG);

/** The visitor stays signed in: no other question goes out between the end of the old session and the new one. @param {"admin" | "user"} account @param {string} password @returns {Promise<Settings>} */
export async function setPassword(account, password) {
  live.stop();
  try {
    const settings = await ask("POST", "/settings/password", { account, password }, LONG);
    await meet();
    return settings;
  } finally {
    live.listen();
  }
}

/** @param {Settings} settings @param {string} section @param {string} key */
export const fieldOf = (settings, section, key) => settings.sections.find((one) => one.name === section)?.fields.find((one) => one.key === key);

/** @param {Setting | undefined} field */
export const overridden = (field) => (field?.overridden ? say("Задано в строке запуска (--{key}), и она важнее файла.", { key: field.key }) : "");

/** @param {Settings} settings @param {string} section @param {string} key @returns {any} */
export const valueOf = (settings, section, key) => fieldOf(settings, section, key)?.value;
