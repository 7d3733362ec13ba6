// The request as a program would send it. A password never stands in it.

import { say } from "./words.js";

/** @typedef {Record<string, any>} Request */
/** @typedef {{ origin: string, path: string, login: string }} Where  an empty login: none is needed */

export const placeholder = () => say("ПАРОЛЬ");
const same = () => say("при повторе после обрыва – тот же");

/** @type {Record<string, (request: Request, where: Where) => string>} */
export const COPIES = { curl, JavaScript: client, "JavaScript (fetch)": fetched, "1С": oneC, Python: python };

/** @param {Request} request @param {number} [indent] */
const json = (request, indent = 2) => JSON.stringify(request, null, indent);

/** A program gives each command an id of its own. @param {Request} request */
function withoutId({ IdCommand, ...rest }) {
  return { id: IdCommand !== undefined && rest.Command !== "GetRezult" && rest.Command !== "CancelCommand", rest: ["GetRezult", "CancelCommand"].includes(rest.Command) ? { ...rest, IdCommand } : rest };
}

/** @param {Request} request @param {Where} where */
function curl(request, { origin, path, login }) {
  const user = login ? ` -u '${login}:${placeholder()}'` : "";
  return `curl${user} -H 'Content-Type: application/json' ${origin}${path} -d @- <<'JSON'\n${json(request)}\nJSON`;
}

/** @param {Request} request @param {Where} where */
function client(request, { origin, login }) {
  const { rest } = withoutId(request);
  const signIn = login ? `, login: "${login}", password: "${placeholder()}"` : "";
  return `// <script src="${origin}/kkmserver.js"></script>: ${say("сам повторяет при обрыве связи, документ выходит один раз")}
const shop = new KkmServerClient({ url: "${origin}"${signIn} });
const answer = await shop.execute(${json(rest)});
if (answer.Error) alert(answer.Error);`;
}

/** @param {Request} request @param {Where} where */
function fetched(request, { origin, path, login }) {
  const { id, rest } = withoutId(request);
  const headers = [`"Content-Type": "application/json"`, login && `"Authorization": "Basic " + btoa(unescape(encodeURIComponent("${login}:${placeholder()}")))`];
  return `const command = ${json(rest)};
${id ? "command.IdCommand = crypto.randomUUID(); // ${same()}\n" : ""}const response = await fetch("${origin}${path}", {
  method: "POST",
  headers: { ${headers.filter(Boolean).join(", ")} },
  body: JSON.stringify(command),
});
const answer = await response.json();
if (answer.Error) alert(answer.Error);`;
}

/** @param {Request} request @param {Where} where */
function oneC(request, { origin, path, login }) {
  const { id, rest } = withoutId(request);
  const { hostname, port, protocol } = new URL(origin);
  const secure = protocol === "https:" ? ", Новый ЗащищенноеСоединениеOpenSSL()" : "";
  const body = json(id ? { ...rest, IdCommand: "%IdCommand%" } : rest);
  const lines = body.replaceAll('"', '""').split("\n").join("\n\t|");
  return `Тело = "${lines}";
${id ? `Тело = СтрЗаменить(Тело, "%IdCommand%", Строка(Новый УникальныйИдентификатор)); // ${same()}\n` : ""}Соединение = Новый HTTPСоединение("${hostname}", ${port || (secure ? 443 : 80)},${login ? ` "${login}", "${placeholder()}"` : ","},, 75${secure});
Запрос = Новый HTTPЗапрос("${path}");
Запрос.Заголовки.Вставить("Content-Type", "application/json; charset=utf-8");
Запрос.УстановитьТелоИзСтроки(Тело, КодировкаТекста.UTF8, ИспользованиеByteOrderMark.НеИспользовать);
Ответ = Соединение.ОтправитьДляОбработки(Запрос);
Чтение = Новый ЧтениеJSON;
Чтение.УстановитьСтроку(Ответ.ПолучитьТелоКакСтроку(КодировкаТекста.UTF8));
Результат = ПрочитатьJSON(Чтение);
Если Результат.Error <> "" Тогда
	Сообщить(Результат.Error);
КонецЕсли;`;
}

/** @param {Request} request @param {Where} where */
function python(request, { origin, path, login }) {
  const { id, rest } = withoutId(request);
  const auth = login ? `\nsign = base64.b64encode("${login}:${placeholder()}".encode()).decode()` : "";
  const headers = `{"Content-Type": "application/json"${login ? ', "Authorization": f"Basic {sign}"' : ""}}`;
  return `import ${login ? "base64, " : ""}json, urllib.request${id ? ", uuid" : ""}
${auth}
command = ${pythonOf(rest, "")}
${id ? 'command["IdCommand"] = uuid.uuid4().hex  # ${same()}\n' : ""}request = urllib.request.Request("${origin}${path}", json.dumps(command).encode(), ${headers})
with urllib.request.urlopen(request, timeout=75) as response:
    answer = json.load(response)
print(answer["Error"] or answer)`;
}

/** @param {unknown} value @param {string} indent @returns {string} */
function pythonOf(value, indent) {
  const deeper = `${indent}    `;
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value !== "object") return JSON.stringify(value);
  const list = Array.isArray(value);
  const parts = list ? value.map((one) => pythonOf(one, deeper)) : Object.entries(value).map(([key, one]) => `${JSON.stringify(key)}: ${pythonOf(one, deeper)}`);
  if (!parts.length) return list ? "[]" : "{}";
  return `${list ? "[" : "{"}\n${parts.map((part) => `${deeper}${part},\n`).join("")}${indent}${list ? "]" : "}"}`;
}
