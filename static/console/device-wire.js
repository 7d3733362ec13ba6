// What goes over a device's wire, for the maker's support.

import { doer, open } from "./dialog.js";
import { fill, h } from "./dom.js";
import { ask, reach } from "./server.js";
import { say } from "./words.js";

/** @param {import("./types.js").Device} device */
export async function wireLog(device) {
  const address = `/devices/${device.number}/wire-log`;
  let kept = device.wire_log === true;
  const text = h("pre", { class: "wire", tabIndex: 0 });
  const note = h("p", { class: "hint" });
  async function read() {
    const lines = await (await reach("GET", address)).text();
    fill(text, lines || say("Пока ничего не записано."));
    fill(note, kept ? say("Обмен с устройством записывается. Номера карт, телефоны и почта скрыты.") : say("Запись выключена."));
    keep.textContent = kept ? say("Не записывать") : say("Записывать");
  }
  const keep = doer("", async () => {
    await ask("POST", address, { keep: !kept });
    kept = !kept;
    await read();
  });
  await read();
  await open(
    say("Журнал обмена: {name}", { name: device.name }),
    () => [note, text, h("div", { class: "actions" }, keep, doer(say("Прочитать ещё раз"), read))],
    { wide: true },
  );
}
