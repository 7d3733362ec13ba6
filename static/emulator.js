// The page of an emulated device: its paper, newest first, and switches for what may go wrong.

// Conditions that are well while they are on, and what is said while they are not.
const GOOD = new Map([["power", "выключен"], ["paper", "нет бумаги"]]);
const REFRESH = 700; // milliseconds between questions

const find = (id) => document.getElementById(id);
const shown = {}; // part of the page -> what it shows, so that it is drawn anew only when that changes

async function ask(address, given) {
  const answer = await fetch(address, {
    signal: AbortSignal.timeout(10000),
    ...(given && { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(given) }),
  });
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.error || `Эмулятор ответил ${answer.status}`);
  return body;
}

function element(name, text = "", className = "") {
  const made = document.createElement(name);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}

function tell(text, bad) {
  find("state").textContent = text;
  find("state").className = bad ? "bad" : "";
}

async function change(address, given) {
  try {
    show(await ask(address, given));
  } catch (error) {
    tell(error.message, true);
    for (const part of ["conditions", "faults"]) shown[part] = ""; // the page must not show what was not done
  }
}

function box(on, id, changed) {
  const input = element("input");
  input.type = "checkbox";
  input.checked = on;
  input.id = id;
  input.addEventListener("change", () => changed(input.checked));
  return input;
}

function labelled(input, title) {
  const label = element("label");
  label.append(input, element("span", title));
  return label;
}

function condition({ name, title, on }) {
  const input = box(on, `condition-${name}`, (now) => change("/conditions", { name, on: now }));
  if (GOOD.has(name)) input.classList.add("good");
  const item = element("li");
  item.append(labelled(input, title));
  return item;
}

function fault({ name, title, unit, value }) {
  const item = element("li", "", unit ? "number" : "");
  const amount = element("input");
  const set = (on) => change("/faults", { name, value: on ? (unit ? Number(amount.value) : true) : null });
  const input = box(value !== null, `fault-${name}`, set);
  item.append(labelled(input, title));
  if (!unit) return item;
  amount.type = "number";
  amount.id = `amount-${name}`;
  amount.min = "0";
  amount.step = unit === "с" ? "0.1" : "1";
  amount.value = value ?? (unit === "с" ? 2 : 200);
  amount.setAttribute("aria-label", `${title}, ${unit}`);
  amount.addEventListener("change", () => input.checked && set(true));
  const aside = element("span", "", "amount");
  aside.append(amount, element("span", unit));
  item.append(aside);
  return item;
}

function code([kind, content]) {
  const line = element("p");
  line.append(element("b", kind), content);
  return line;
}

function paper({ number, time, codes, text, png }) {
  const caption = element("figcaption");
  caption.append(element("span", `№ ${number}`), element("span", new Date(time).toLocaleTimeString("ru-RU")));
  const picture = element("img");
  picture.src = png;
  picture.alt = `Документ ${number}`;
  const figure = element("figure");
  figure.append(caption, picture);
  const item = element("li");
  item.dataset.key = `${number} ${time}`;
  item.append(figure);
  if (codes.length) {
    const list = element("div", "", "codes");
    list.append(...codes.map(code));
    item.append(list);
  }
  if (text.trim()) {
    const details = element("details");
    details.append(element("summary", "Текст"), element("pre", text));
    item.append(details);
  }
  return item;
}

function draw(part, content, make) {
  const now = JSON.stringify(content);
  if (shown[part] === now) return;
  const focused = document.activeElement?.id;
  shown[part] = now;
  find(part).replaceChildren(...content.map(make));
  if (focused && document.activeElement === document.body) find(focused)?.focus();
}

function drawTape(documents) {
  const now = JSON.stringify(documents);
  if (shown.tape === now) return;
  shown.tape = now;
  const old = new Map([...find("tape").children].map((item) => [item.dataset.key, item]));
  find("tape").replaceChildren(...documents.map((one) => old.get(`${one.number} ${one.time}`) ?? paper(one)));
}

function wrong({ conditions }) {
  return conditions.filter(({ name, on }) => GOOD.has(name) !== on && name !== "drawer_open");
}

function show(state) {
  document.title = `${state.title} – эмулятор`;
  find("title").textContent = state.title;
  find("connection").textContent = state.connection;
  const faults = wrong(state);
  const off = faults.some(({ name }) => name === "power");
  const words = off ? [GOOD.get("power")] : faults.map(({ name, title }) => GOOD.get(name) ?? title.toLowerCase());
  tell((words.join(", ") || "готов") + (state.connected ? " · идёт соединение" : ""), words.length > 0);
  draw("conditions", state.conditions, condition);
  draw("faults", state.faults, fault);
  draw("notes", state.notes.toReversed(), (note) => element("li", note));
  find("notes-section").hidden = state.notes.length === 0;
  drawTape(state.documents);
  find("empty").hidden = state.documents.length > 0;
}

async function refresh() {
  try {
    if (!document.hidden) show(await ask("/state"));
  } catch (error) {
    const gone = error instanceof TypeError || error.name === "TimeoutError";
    tell(gone ? "Нет связи с эмулятором: он остановлен?" : error.message, true);
  }
  setTimeout(refresh, REFRESH);
}

refresh();
