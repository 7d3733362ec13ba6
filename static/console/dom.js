// Building the page without a framework: `h("button", { onclick: act }, "Печать")`.

/** @typedef {Node | string | number | null | undefined | false} Child */

/**
 * A listener is an `on…` function, `class` and `aria-…` are attributes, `dataset` an object, all else a property.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} name
 * @param {Record<string, any> | null} [given]
 * @param {...(Child | Child[])} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function h(name, given, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(given ?? {})) put(made, key, value);
  made.append(...kept(children));
  return made;
}

/** @param {HTMLElement} element @param {string} key @param {any} value */
function put(element, key, value) {
  if (value === undefined || value === null) return;
  if (key === "dataset") Object.assign(element.dataset, value);
  else if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
  else if (key in element && key !== "list" && key !== "form") /** @type {any} */ (element)[key] = value;
  else if (value !== false) element.setAttribute(key, value === true ? "" : String(value));
}

/** @param {(Child | Child[])[]} children @returns {(Node | string)[]} */
function kept(children) {
  /** @type {(Node | string)[]} */
  const found = [];
  for (const child of children.flat()) {
    if (child === null || child === undefined || child === false) continue;
    found.push(child instanceof Node ? child : String(child));
  }
  return found;
}

/** @param {Element} element @param {...(Child | Child[])} children */
export function fill(element, ...children) {
  element.replaceChildren(...kept(children));
}

/** @param {string} id @returns {HTMLElement} */
export function find(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`no element ${id}`);
  return found;
}

let last = 0;

/** An id for a label and its field. @param {string} word */
export function unique(word) {
  last += 1;
  return `${word}-${last}`;
}

/** Elements that stay are not touched: focus and scroll stay with them. @param {Element} place @param {HTMLElement[]} children */
export function arrange(place, children) {
  const wanted = new Set(/** @type {Element[]} */ (children));
  for (const child of [...place.children]) if (!wanted.has(child)) child.remove();
  children.forEach((child, i) => place.children[i] !== child && place.insertBefore(child, place.children[i] ?? null));
}

/**
 * Shows a list so that elements of things that stay are kept.
 * @template T
 * @param {Element} place
 * @param {readonly T[]} things
 * @param {(thing: T) => string} key
 * @param {(thing: T, before: HTMLElement | undefined) => HTMLElement} make  the old element may be given back changed
 */
export function list(place, things, key, make) {
  const old = new Map([...place.children].map((child) => [/** @type {HTMLElement} */ (child).dataset.key, child]));
  const now = things.map((thing) => {
    const made = make(thing, /** @type {HTMLElement | undefined} */ (old.get(key(thing))));
    made.dataset.key = key(thing);
    return made;
  });
  arrange(place, now);
}
