// The API for people: /openapi.json as text.

import { ask, element, find, wordsOf } from "./asking.js";
import { example, folded, foldedCodes, heading, list, section } from "./docs-parts.js";
import { insideOf, membersOf, schemas, take } from "./docs-schemas.js";
import { exampleOf } from "./docs-words.js";

function command(key) {
  const schema = schemas[key];
  const common = new Set(Object.keys(schemas.Head.properties).concat("Command"));
  const own = schema.allOf[1];
  const members = membersOf(own).filter((one) => one.name !== "Command");
  const answers = membersOf(schemas[`${key}Answer`].allOf[1]).filter((one) => one.name !== "Command");
  const made = section(key, schema.title, schema.description);
  made.append(heading("Пример"), example(exampleOf(schema.examples[0])));
  if (members.length) made.append(heading("Поля запроса"), list(members));
  const others = membersOf(schemas.Head).filter((one) => common.has(one.name) && !own.properties[one.name]);
  made.append(folded("Общие поля запроса", () => others));
  if (answers.length) made.append(heading("Поля ответа"), told(list(answers)));
  const base = schemas[`${key}Answer`].allOf[0];
  made.append(told(folded("Общие поля ответа", () => membersOf(base))));
  return made;
}

function address(path, method, operation) {
  const made = section(operation.operationId, operation.summary, operation.description ?? "");
  made.firstChild.before(element("code", `${method.toUpperCase()} ${path}`, "path"));
  const known = (operation.parameters ?? []).filter((one) => one.name);
  const parameters = known.map((one) => ({ name: one.name, must: one.required, schema: described(one) }));
  const body = operation.requestBody?.content["application/json"]?.schema;
  const members = body && membersOf(body);
  if (parameters.length) made.append(heading("Параметры"), list(parameters));
  if (members?.length) made.append(heading("Поля запроса"), list(members));
  const codes = Object.entries(operation.responses).map(([code, one]) => ({ code, one }));
  made.append(told(foldedCodes(codes)));
  return made;
}

// What an answer has nobody must send.
function told(made) {
  made.classList.add("told");
  return made;
}

const described = (one) => ({ ...one.schema, description: one.description });

function contents(groups) {
  const made = [];
  for (const [title, entries] of groups) {
    const box = element("div", "", "group");
    const links = element("ul");
    for (const [id, name] of entries) {
      const item = element("li");
      const link = element("a", name);
      link.href = `#${id}`;
      item.append(link);
      links.append(item);
    }
    box.append(element("h2", title), links);
    made.push(box);
  }
  return made;
}

// Every name in a command and in what it holds, for the search.
function wordsIn(key) {
  const seen = new Set();
  const words = [];
  const look = (schema) => {
    for (const one of membersOf(schema)) {
      words.push(one.name);
      const inner = insideOf(one.schema);
      const mark = inner?.$ref ?? one.name;
      if (inner && !seen.has(mark)) {
        seen.add(mark);
        look(inner);
      }
    }
  };
  look(schemas[key].allOf[1]);
  look(schemas[`${key}Answer`].allOf[1]);
  return [schemas[key].title, schemas[key].description, ...words].join(" ").toLowerCase();
}

function filtered(keys) {
  const texts = new Map(keys.map((key) => [key, wordsIn(key)]));
  find("filter").addEventListener("input", () => {
    const wanted = find("filter").value.trim().toLowerCase();
    for (const item of find("contents").querySelectorAll("li")) {
      const id = item.firstChild.hash.slice(1);
      const shown = (texts.get(id) ?? item.textContent.toLowerCase()).includes(wanted);
      item.hidden = !shown;
      const part = document.getElementById(id);
      if (part) part.hidden = !shown;
    }
    for (const group of find("contents").children) {
      group.hidden = ![...group.querySelectorAll("li")].some((item) => !item.hidden);
    }
  });
}

function show(api) {
  take(api.components.schemas);
  const keys = Object.keys(schemas).filter((key) => schemas[key]["x-group"]);
  const groups = groupedBy(keys, group);
  const paths = Object.entries(api.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  const intro = section("intro", "Как обращаться", api.info.description);
  intro.className = "intro";
  find("text").append(
    intro,
    ...keys.map(command),
    ...paths.map(({ path, method, operation }) => address(path, method, operation)),
  );
  const commands = [...groups].map(([title, inside]) => [title, inside.map((key) => [key, schemas[key].title])]);
  const addresses = paths.map(({ path, method, operation }) => [operation.operationId, `${method.toUpperCase()} ${path}`]);
  find("contents").append(...contents([["", [["intro", "Как обращаться"]]], ...commands, ["Адреса", addresses]]));
  filtered(keys);
  find("link").textContent = `версия ${api.info.version}`;
  if (location.hash) document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
}

const group = (key) => schemas[key]["x-group"];

function groupedBy(keys, by) {
  const made = new Map();
  for (const key of keys) made.set(by(key), [...(made.get(by(key)) ?? []), key]);
  return made;
}

ask("/openapi.json")
  .then(show)
  .catch((error) => {
    find("link").textContent = wordsOf(error);
    find("link").className = "bad";
  });
