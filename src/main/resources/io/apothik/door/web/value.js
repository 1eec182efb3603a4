/** Shows a value: as text, as JSON, or as bytes, whichever it is. */

import { h } from "./dom.js";
import { bytes, shortened, visible } from "./format.js";

const TEXT_MAX = 65_536;
const DUMP_BYTES_MAX = 4_096;
const DUMP_ROW = 16;

/** The value of a reply to `get`, in an element. */
export function shown(reply) {
  if (reply.encoding === "base64") {
    return binary(Uint8Array.from(atob(reply.value), (letter) => letter.charCodeAt(0)));
  }
  const json = asJson(reply.value);
  return json === null ? text(reply.value) : text(json, "JSON");
}

/** What kind of value it is, in a word. */
export function kind(reply) {
  if (reply.encoding === "base64") {
    return "bytes";
  }
  return asJson(reply.value) === null ? "text" : "JSON";
}

/** Objects and arrays alone: a number is as well a text. */
function asJson(value) {
  if (!/^\s*[[{]/.test(value) || value.length > TEXT_MAX) {
    return null;
  }
  try {
    return JSON.stringify(JSON.parse(value), null, 2);
  } catch {
    return null;
  }
}

function text(value, name = "text") {
  const cut = value.length > TEXT_MAX;
  // Lines and tabs are what they are; anything else that cannot be seen is written out.
  const lines = shortened(value, TEXT_MAX).split(/(\n|\t)/);
  const seen = lines
    .map((part) => (part === "\n" || part === "\t" ? part : visible(part)))
    .join("");
  return h(
    "div",
    {},
    h("pre", { class: "value", tabindex: 0, dir: "ltr", "aria-label": `Value as ${name}` }, seen),
    cut ? h("p", { class: "hint" }, `The first ${TEXT_MAX} of ${value.length} characters.`) : null,
  );
}

function binary(all) {
  const rows = [];
  const end = Math.min(all.length, DUMP_BYTES_MAX);
  for (let at = 0; at < end; at += DUMP_ROW) {
    const row = [...all.subarray(at, Math.min(end, at + DUMP_ROW))];
    const digits = row.map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
    const letters = row.map((byte) =>
      byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : ".",
    );
    rows.push(
      `${at.toString(16).padStart(6, "0")}  ${digits.padEnd(3 * DUMP_ROW)} ${letters.join("")}`,
    );
  }
  return h(
    "div",
    {},
    h("pre", { class: "value", tabindex: 0, "aria-label": "Value as bytes" }, rows.join("\n")),
    all.length > end
      ? h("p", { class: "hint" }, `The first ${end} of ${bytes(all.length)}.`)
      : null,
  );
}
