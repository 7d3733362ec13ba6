// A name and a password: a screen for who comes, a box over the page for whose session has ended.

import { during, open } from "./dialog.js";
import { fill, h } from "./dom.js";
import { meet, session, signIn } from "./server.js";
import { say } from "./words.js";

/** @param {() => unknown} entered @param {...import("./dom.js").Child} head */
export function entry(entered, ...head) {
  const login = h("input", { id: "login", autocomplete: "username", value: session.login || "Admin", required: true });
  const password = h("input", { id: "password", type: "password", autocomplete: "current-password", autofocus: true });
  const fault = h("p", { class: "fault", role: "alert", hidden: true });
  const enter = h("button", { class: "main" }, say("Войти"));
  const onsubmit = (/** @type {Event} */ event) => {
    event.preventDefault();
    during(enter, async () => {
      const wrong = await signIn(login.value, password.value).then(() => "", (error) => String(error.message));
      fault.hidden = !wrong;
      fill(fault, wrong);
      if (wrong) password.select();
      else await entered();
    });
  };
  return h("form", { class: "sign-in", onsubmit }, head, h("label", { class: "field", htmlFor: "login" }, say("Имя"), login), h("label", { class: "field", htmlFor: "password" }, say("Пароль"), password), fault, h("div", { class: "actions" }, enter));
}

/** Until somebody has signed in, here or in another window; the page below stays as it is, unseen. */
export async function enterAgain() {
  const text = h("p", null, say("Сеанс закончился. Войдите снова: набранное на странице осталось."));
  let look = () => {};
  const ask = (/** @type {(entered: true) => void} */ close) => {
    look = () => meet().then((met) => met.role && close(true), () => {});
    return [entry(() => close(true), text)];
  };
  const seen = () => look();
  addEventListener("focus", seen);
  while (!(await open(say("Вход"), ask, { stays: true })));
  removeEventListener("focus", seen);
}
