// Pieces of the page: a section, its members, an example to copy. What opens is filled when it opens.

import { element } from "./asking.js";
import { insideOf, membersOf, resolved } from "./docs-schemas.js";
import { inline, linesOf, typeOf } from "./docs-words.js";

function member(one) {
  const row = element("div", "", "member");
  const name = element("dt");
  name.append(element("code", one.name), element("small", typeOf(one.schema)));
  if (one.must) name.append(element("small", "обязательно", "must"));
  const about = element("dd");
  about.append(...inline(one.schema.description ?? ""));
  const known = linesOf(resolved(one.schema));
  if (known) about.append(element("small", known));
  const inner = insideOf(one.schema);
  if (inner) about.append(folded("Поля внутри", () => membersOf(inner)));
  row.append(name, about);
  return row;
}

export function list(members) {
  const made = element("dl");
  made.append(...members.map(member));
  return made;
}

export function folded(title, members) {
  const made = element("details");
  made.append(element("summary", title));
  made.addEventListener("toggle", () => made.children.length > 1 || made.append(list(members())));
  return made;
}

export function example(text) {
  const box = element("div", "", "example");
  const copy = element("button", "Скопировать");
  copy.type = "button";
  copy.addEventListener("click", () => copied(text, copy));
  box.append(element("pre", text), copy);
  return box;
}

async function copied(text, button) {
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = "Скопировано";
  } catch {
    getSelection().selectAllChildren(button.previousSibling); // a page without https has no clipboard
    button.textContent = "Нажмите Ctrl+C";
  }
  setTimeout(() => (button.textContent = "Скопировать"), 2000);
}

export function section(id, title, about) {
  const made = element("section");
  made.id = id;
  made.append(element("h2", title));
  for (const paragraph of about.split("\n\n").filter(Boolean)) {
    const text = element("p");
    text.append(...inline(paragraph));
    made.append(text);
  }
  return made;
}

export const heading = (text) => element("h3", text);

export function foldedCodes(codes) {
  const made = element("details");
  const told = element("dl");
  for (const { code, one } of codes) {
    const row = element("div", "", "member");
    const about = element("dd", one.description);
    const inner = one.content?.["application/json"]?.schema;
    const part = inner && insideOf(inner);
    if (part && code === "200") about.append(folded("Поля ответа", () => membersOf(part)));
    row.append(element("dt", code), about);
    told.append(row);
  }
  made.append(element("summary", "Ответы"), told);
  return made;
}
