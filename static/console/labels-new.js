// A new template: of some size, or like another; then it is opened.

import { during, open } from "./dialog.js";
import { fill, h } from "./dom.js";
import { designing, path } from "./labels-paths.js";
import { go } from "./router.js";
import { Refused, ask } from "./server.js";
import { say } from "./words.js";

/** @typedef {import("./labels-types.js").Label} Label */

const SIZES = ["58×40", "43×25", "40×30", "30×20", "60×30", "58×60", "75×120", "100×70", "100×150"];

/** @param {Label[]} labels @param {string} [like] */
export async function create(labels, like = "") {
  const made = await open(like ? say("Копия шаблона «{name}»", { name: like }) : say("Новый шаблон"), (/** @type {(name: string) => void} */ close) => {
    const name = h("input", { required: true, maxLength: 64, autocomplete: "off", value: free(labels, like), pattern: "[\\p{L}\\p{N}][\\p{L}\\p{N}_\\-]*", title: say("Буквы, цифры, знаки - и _") });
    const size = sizeChoice();
    const fault = h("p", { class: "fault", role: "alert", hidden: true });
    const act = h("button", { class: "main" }, say("Создать"));
    const write = async () => {
      const template = like ? (await ask("GET", path(like))).template : { title: "", ...size.value() };
      const refused = await ask("PUT", path(name.value), { tag: null, template }).then(() => "", why);
      if (!refused) return close(name.value);
      fault.hidden = false;
      fill(fault, refused);
    };
    const onsubmit = (/** @type {Event} */ event) => {
      event.preventDefault();
      during(act, write);
    };
    return [h("form", { class: "stack", onsubmit }, h("label", { class: "field" }, say("Имя, по которому шаблон зовут программы"), name), !like && size.elements, fault, h("div", { class: "actions" }, act))];
  });
  if (made) go(designing(made));
}

function sizeChoice() {
  const sides = ["58", "40"].map((value) => h("input", { type: "number", min: "5", max: "300", step: "any", required: true, value }));
  const own = h("div", { class: "row", hidden: true }, [say("Ширина, мм"), say("Высота, мм")].map((text, i) => h("label", { class: "field" }, text, sides[i])));
  const onchange = () => {
    own.hidden = size.value !== "";
    size.value.split("×").forEach((mm, i) => mm && sides[i] && (sides[i].value = mm));
  };
  const size = h("select", { onchange }, [...SIZES, ""].map((text) => h("option", { value: text }, text ? `${text} ${say("мм")}` : say("другой размер"))));
  const value = () => ({ width: Number(sides[0]?.value), height: Number(sides[1]?.value) });
  return { elements: [h("label", { class: "field" }, say("Размер этикетки"), size), own], value };
}

/** @param {unknown} error */
const why = (error) => [/** @type {Error} */ (error).message, ...(error instanceof Refused ? error.faults.map((one) => one.text) : [])].join(" ");

/** @param {Label[]} labels @param {string} like */
function free(labels, like) {
  const taken = new Set(labels.map((label) => label.name));
  for (let n = 2; like; n += 1) if (!taken.has(`${like}-${n}`)) return `${like}-${n}`;
  return "";
}
