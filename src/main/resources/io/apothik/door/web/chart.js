/** A small chart of some lines over time, on a canvas; the same is in a table below it. */

import { h, table } from "./dom.js";
import { time } from "./format.js";

const HEIGHT = 150;
const LEFT = 64;
const RIGHT = 64;
const TOP = 12;
const BOTTOM = 22;
const ROWS_MAX = 24;

/** Lines that are told apart by their dashes, and by their names at the end. */
const DASHES = [[], [6, 3], [2, 3], [10, 3, 2, 3]];

/**
 * A chart; `update` draws other points.
 *
 * @param name what it shows
 * @param lines for each line its name, and what it is of a sample
 * @param format a value as text
 * @param base of the units in which values are told: 1,000, or 1,024 for bytes
 */
export function chart(name, lines, format, base = 1_000) {
  const canvas = h("canvas", {
    role: "img",
    "aria-label": `${name}. The table below tells the same.`,
  });
  const plot = h("div", { class: "plot" }, canvas);
  const rows = h("div", { class: "wide" });
  const told = h("details", {}, h("summary", {}, "As a table"), rows);
  const element = h(
    "section",
    { class: "panel chart", "aria-label": name },
    h("h2", {}, name),
    plot,
    told,
  );
  let samples = [];
  const draw = () => paint(canvas, samples, lines, format, base);
  const tell = () => {
    if (told.open) {
      const columns = [
        { name: "Until" },
        ...lines.map(([label]) => ({ name: label, number: true })),
      ];
      const cells = samples
        .slice(-ROWS_MAX)
        .toReversed()
        .map((sample) => [time(sample.atMillis), ...lines.map(([, of]) => format(of(sample)))]);
      rows.replaceChildren(table(name, columns, cells, { hideCaption: true }));
    }
  };
  told.addEventListener("toggle", tell);
  const size = new ResizeObserver(draw);
  size.observe(plot);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  const update = (others) => {
    samples = others;
    draw();
    tell();
  };
  return { element, update };
}

function paint(canvas, samples, lines, format, base) {
  // All lengths are of a page with letters of the usual size: it grows with them.
  const zoom = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
  const width = canvas.parentElement.clientWidth / zoom;
  if (width === 0) {
    return;
  }
  const scale = (window.devicePixelRatio || 1) * zoom;
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(HEIGHT * scale);
  canvas.style.height = `${HEIGHT * zoom}px`;
  const context = canvas.getContext("2d");
  context.scale(scale, scale);
  const style = getComputedStyle(canvas);
  context.font = `12px ${style.fontFamily}`;
  const values = samples
    .flatMap((sample) => lines.map(([, of]) => of(sample)))
    .filter(Number.isFinite);
  const top = ceiling(Math.max(...values, 0), base);
  const right = width - RIGHT;
  const bottom = HEIGHT - BOTTOM;
  const y = (value) => bottom - ((bottom - TOP) * value) / top;
  context.fillStyle = style.getPropertyValue("--quiet");
  context.strokeStyle = style.getPropertyValue("--line");
  context.textBaseline = "middle";
  context.textAlign = "right";
  for (const part of [0, 0.5, 1]) {
    context.fillText(format(top * part), LEFT - 8, y(top * part));
    context.beginPath();
    context.moveTo(LEFT, Math.round(y(top * part)) + 0.5);
    context.lineTo(right, Math.round(y(top * part)) + 0.5);
    context.stroke();
  }
  if (samples.length === 0) {
    return;
  }
  const [first, last] = [samples[0].atMillis, samples.at(-1).atMillis];
  const x = (millis) => LEFT + ((right - LEFT) * (millis - first)) / Math.max(1, last - first);
  context.textAlign = "left";
  context.fillText(time(first), LEFT, HEIGHT - 8);
  context.textAlign = "right";
  context.fillText(time(last), right, HEIGHT - 8);
  const ends = [];
  lines.forEach(([label, of], i) => {
    context.strokeStyle = style.getPropertyValue(`--series-${i + 1}`);
    context.lineWidth = 1.75;
    context.setLineDash(DASHES[i % DASHES.length]);
    context.beginPath();
    context.fillStyle = context.strokeStyle;
    let drawing = false;
    samples.forEach((sample, at) => {
      const value = of(sample);
      const known = Number.isFinite(value);
      if (known && drawing) {
        context.lineTo(x(sample.atMillis), y(value));
      } else if (known) {
        context.moveTo(x(sample.atMillis), y(value));
        if (!Number.isFinite(of(samples[at + 1] ?? {}))) {
          // Nothing is known beside it, so it is no line.
          context.fillRect(x(sample.atMillis) - 2, y(value) - 2, 4, 4);
        }
      }
      drawing = known;
    });
    context.stroke();
    ends.push({ label, at: y(of(samples.at(-1)) || 0), colour: context.strokeStyle });
  });
  context.setLineDash([]);
  labels(context, ends, right + 6, bottom);
}

/** The names of the lines at their ends, moved apart where they would cover each other. */
function labels(context, ends, x, bottom) {
  context.textAlign = "left";
  let lowest = bottom + 8;
  for (const { label, at, colour } of ends.toSorted((one, other) => other.at - one.at)) {
    lowest = Math.min(at, lowest - 13);
    context.fillStyle = colour;
    context.fillText(label, x, lowest);
  }
}

/** The next round number: 1, 2 or 5 times a power of ten, in a unit that is a power of the base. */
function ceiling(value, base) {
  if (value <= 0) {
    return 1;
  }
  const unit = base ** Math.max(0, Math.floor(Math.log(value) / Math.log(base)));
  const power = unit * 10 ** Math.floor(Math.log10(value / unit));
  return power * ([1, 2, 5, 10].find((step) => step * power >= value) ?? 10);
}
