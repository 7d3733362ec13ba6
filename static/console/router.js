// Where we are stands in the address: `#/journal?state=unknown`.

/** As it was typed where that is no encoding at all. @param {string} part */
function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** @returns {{ room: string, rest: string[], query: URLSearchParams }} */
export function here() {
  const [path, query] = location.hash.replace(/^#\/?/, "").split("?");
  const [room = "", ...rest] = (path ?? "").split("/").map(decoded);
  return { room, rest, query: new URLSearchParams(query ?? "") };
}

/** @param {string} room @param {Record<string, string | number | null | undefined>} [query] */
export function address(room, query = {}) {
  const given = Object.entries(query).filter(([, value]) => value !== "" && value !== null && value !== undefined);
  const tail = new URLSearchParams(given.map(([key, value]) => [key, String(value)])).toString();
  return `#/${room}${tail ? `?${tail}` : ""}`;
}

/** @param {string} target  as `address` makes it */
export function go(target) {
  location.hash = target;
}

/** Changes the address without a step back to the old one. @param {string} target */
export function replace(target) {
  if (location.hash === target) return;
  history.replaceState(null, "", target);
}
