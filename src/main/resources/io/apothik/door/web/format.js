/** Numbers, times and bytes as people read them. */

const WHOLE = new Intl.NumberFormat("en");
const SHORT = new Intl.NumberFormat("en", { maximumSignificantDigits: 3 });
const BYTES = ["B", "KiB", "MiB", "GiB", "TiB"];

/** A count, such as 16,384; a dash if there is none. */
export function count(number) {
  return Number.isFinite(number) ? WHOLE.format(number) : "–";
}

/** "1 slot", "2 slots". */
export function counted(number, one, many = `${one}s`) {
  return `${count(number)} ${number === 1 ? one : many}`;
}

/** Bytes with a unit, such as 1.5 MiB. */
export function bytes(number) {
  if (!Number.isFinite(number)) {
    return "–";
  }
  let unit = 0;
  let value = number;
  while (value >= 1024 && unit < BYTES.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${SHORT.format(value)} ${BYTES[unit]}`;
}

/** Bytes of how many, such as 31.5 of 64 MiB; the whole may be unknown. */
export function bytesOf(part, whole) {
  if (!Number.isFinite(whole)) {
    return bytes(part);
  }
  const [number, unit] = bytes(part).split(" ");
  const all = bytes(whole);
  return all.endsWith(` ${unit}`) ? `${number} of ${all}` : `${number} ${unit} of ${all}`;
}

/** A rate, such as 12.3k; three digits are enough for what changes each second. */
export function rate(number) {
  if (!Number.isFinite(number)) {
    return "–";
  }
  if (number >= 1e6) {
    return `${SHORT.format(number / 1e6)}M`;
  }
  return number >= 1e4 ? `${SHORT.format(number / 1e3)}k` : SHORT.format(number);
}

export function percent(part) {
  return Number.isFinite(part) ? `${SHORT.format(100 * part)} %` : "–";
}

/** How long something is, in its greatest unit, such as 3.2 s or 2 days. */
export function duration(millis) {
  const units = [
    [86_400_000, "day", "days"],
    [3_600_000, "h", "h"],
    [60_000, "min", "min"],
    [1_000, "s", "s"],
    [1, "ms", "ms"],
  ];
  if (!Number.isFinite(millis)) {
    return "–";
  }
  if (millis > 0 && millis < 1) {
    return `${SHORT.format(millis * 1000)} µs`;
  }
  const [size, one, many] = units.find(([least]) => millis >= least) ?? units.at(-1);
  const value = size === 1 ? Math.round(millis) : Math.round((10 * millis) / size) / 10;
  return `${WHOLE.format(value)} ${value === 1 ? one : many}`;
}

export function time(millis) {
  return new Date(millis).toLocaleTimeString("en-GB");
}

export function dateAndTime(millis) {
  const date = new Date(millis);
  return `${date.toLocaleDateString("sv-SE")} ${date.toLocaleTimeString("en-GB")}`;
}

/** The part of a node's name before the host. */
export function shortName(node) {
  return node.split("@")[0];
}

export function host(node) {
  return node.slice(node.indexOf("@") + 1);
}

// What nobody sees, or what turns the text around it: controls, and the marks for direction.
const UNSEEN =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** A text in which what cannot be seen is written out, such as ␀ or ⟨202E⟩. */
export function visible(text) {
  return text.replace(UNSEEN, (character) => {
    const code = character.codePointAt(0);
    return code < 0x20
      ? String.fromCodePoint(0x2400 + code)
      : `⟨${code.toString(16).toUpperCase().padStart(4, "0")}⟩`;
  });
}

/** The beginning of a text, in whole characters. */
export function shortened(text, characters) {
  if (text.length <= characters) {
    return text;
  }
  const end = /[\ud800-\udbff]/.test(text[characters - 1]) ? characters - 1 : characters;
  return `${text.slice(0, end)}…`;
}
