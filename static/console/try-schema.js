// What the server says of its commands in /openapi.json: which members there are and what may stand in them.

import { ask } from "./server.js";

/** @typedef {import("./try-json.js").Path} Path */
/**
 * @typedef {object} Part
 * @property {string} [$ref] @property {string} [description] @property {string | string[]} [type]
 * @property {unknown[]} [enum] @property {unknown} [const] @property {number} [minimum] @property {number} [maximum] @property {number} [maxLength]
 * @property {Record<string, Part>} [properties] @property {string[]} [required] @property {Part} [items] @property {Part[]} [anyOf] @property {Part[]} [allOf]
 */
/** @typedef {Map<string, { name: string, part: Part, must: boolean }>} Members  by name in small letters */

/** @type {Record<string, Part>} */
let schemas = {};
/** @type {Promise<void> | null} */
let learning = null;

/** Raises Refused; the editor goes on without. */
export function learn() {
  learning ??= ask("GET", "/openapi.json").then(
    (told) => void (schemas = told.components.schemas),
    (error) => {
      learning = null;
      throw error;
    },
  );
  return learning;
}

/** @param {Part} part @returns {Part} */
const resolved = (part) => (part.$ref ? { ...schemas[part.$ref.split("/").pop() ?? ""], ...part } : part);

/** @param {unknown} command */
export const schemaOf = (command) => Object.values(schemas).find((one) => membersOf(one).get("command")?.part.const === command);

/** Own members of a part that is made of several. @param {Part} given @returns {Members} */
function membersOf(given) {
  const part = resolved(given);
  /** @type {Members} */
  const found = new Map();
  for (const one of [...(part.allOf ?? []).map(resolved), part]) {
    for (const [name, inner] of Object.entries(one.properties ?? {})) {
      found.set(name.toLowerCase(), { name, part: resolved(inner), must: (one.required ?? []).includes(name) });
    }
  }
  return found;
}

/** What stands at a path; nothing is known of it: undefined. @param {Part | undefined} from @param {Path} path @returns {Part | undefined} */
export function partAt(from, path) {
  let part = from && resolved(from);
  for (const step of path) {
    if (!part) return undefined;
    part = typeof step === "number" ? itemsOf(part) : memberOf(part, step);
  }
  return part;
}

/** @param {Part} part */
const kinds = (part) => [part, ...(part.anyOf ?? []).map(resolved)];

/** @param {Part} part */
function itemsOf(part) {
  const items = kinds(part).find((one) => one.items)?.items;
  return items && resolved(items);
}

/** @param {Part} part @param {string} name */
const memberOf = (part, name) => fitting(part).get(name.toLowerCase())?.part;

/** Members that may stand in a part, whichever of its kinds it is. @param {Part} part @returns {Members} */
export const fitting = (part) => new Map(kinds(part).flatMap((one) => [...membersOf(one)]));

/** Where any name will do, as of the fields of a label. @param {Part} part */
export const isClosed = (part) => fitting(part).size > 0;

/** What a new member begins with. @param {Part} part */
export function blank(part) {
  if (part.const !== undefined) return JSON.stringify(part.const);
  if (part.enum) return JSON.stringify(part.enum[0]);
  const one = kinds(part).find((kind) => kind.type || kind.properties || kind.allOf) ?? {};
  const type = Array.isArray(one.type) ? one.type[0] : one.type;
  if (one.properties || one.allOf || type === "object") return "{}";
  return { array: "[]", boolean: "true", integer: String(one.minimum ?? 0), number: String(one.minimum ?? 0) }[type ?? ""] ?? '""';
}
