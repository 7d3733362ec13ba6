// ZPL on stdin -> one line a label on stdout, each a PNG in Base64. Arguments: width and height in mm, dots per mm.
import { readFileSync } from "node:fs";
import { ready } from "zpl-renderer-js";

const [width, height, dpmm] = process.argv.slice(2).map(Number);
const { api } = await ready;
const labels = await api.zplToBase64MultipleAsync(readFileSync(0, "utf8"), width, height, dpmm);
process.stdout.write(labels.map((label) => `${label}\n`).join(""), () => process.exit(0));
