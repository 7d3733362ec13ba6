// What the schemas of /openapi.json are made of.

export let schemas = {};

export function take(all) {
  schemas = all;
}

const nameOf = (reference) => reference.split("/").pop();
export const resolved = (schema) => (schema.$ref ? { ...schemas[nameOf(schema.$ref)], ...schema } : schema);

// Own members of a schema made of several, and whether they must be there.
export function membersOf(schema) {
  const own = resolved(schema);
  const parts = [...(own.allOf ?? []), own].map((part) => (part === own ? own : resolved(part)));
  const members = new Map();
  for (const part of parts) {
    for (const [name, inner] of Object.entries(part.properties ?? {})) {
      members.set(name, { name, schema: inner, must: (part.required ?? []).includes(name) });
    }
  }
  return [...members.values()];
}

// The part that a member is made of, when it is one of ours.
export function insideOf(schema) {
  const inner = schema.items ?? schema.anyOf?.find((one) => one.properties || one.$ref) ?? schema;
  return (inner.$ref || inner.properties) && membersOf(inner).length ? inner : null;
}
