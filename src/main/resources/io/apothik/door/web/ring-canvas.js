/** Draws all slots as cells, row by row, each in the colour of a node that has it. */

import { colour, numberOf } from "./palette.js";

const FLASH_MILLIS = 1_200;
const COLUMNS = [256, 128];
const WIDE = 700;

/** Cells that are marked: in the colours of the page, so that they are seen in light and dark. */
const LACKING = 1;
const MOVING = 2;

export class SlotCanvas {
  /** What is drawn: "primary", "backup" or "lacking". */
  show = "primary";

  /** The name of a node whose slots stand out, or null. */
  chosen = null;

  #canvas;
  #place;
  #cells = document.createElement("canvas");
  #table = null;
  #backups = 0;
  #changed = new Map();
  #frame = 0;
  #calm = matchMedia("(prefers-reduced-motion: reduce)");

  /** Draws on that canvas, as wide as the place in which it is. */
  constructor(canvas, place) {
    this.#canvas = canvas;
    this.#place = place;
    new ResizeObserver(() => this.draw()).observe(place);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.draw());
  }

  /** Shows that table; cells that changed since the one before are lit up for a moment. */
  update(table, before, backups) {
    const now = performance.now();
    if (before && before.slots === table.slots && table !== before && !this.#calm.matches) {
      const owner = (of, slot) => of.nodes[of.copies[of.assignment[slot]].primary];
      for (let slot = 0; slot < table.slots; slot += 1) {
        if (owner(table, slot) !== owner(before, slot)) {
          this.#changed.set(slot, now);
        }
      }
    }
    this.#table = table;
    this.#backups = backups;
    this.draw();
  }

  /** The slot at a place on the canvas, in CSS pixels, or null. */
  slotAt(x, y) {
    if (!this.#table) {
      return null;
    }
    const { columns, size } = this.#shape();
    const column = Math.floor(x / size);
    const slot = Math.floor(y / size) * columns + column;
    return column >= 0 && column < columns && slot >= 0 && slot < this.#table.slots ? slot : null;
  }

  draw() {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#paint());
  }

  #shape() {
    const width = this.#place.clientWidth;
    const columns = width >= WIDE ? COLUMNS[0] : COLUMNS[1];
    return { columns, rows: Math.ceil(this.#table.slots / columns), size: width / columns, width };
  }

  #paint() {
    if (!this.#table || this.#table.slots === 0 || this.#place.clientWidth === 0) {
      return;
    }
    const { columns, rows, size, width } = this.#shape();
    this.#paintCells(columns, rows);
    const scale = window.devicePixelRatio || 1;
    const canvas = this.#canvas;
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(rows * size * scale);
    canvas.style.height = `${rows * size}px`;
    const context = canvas.getContext("2d");
    context.imageSmoothingEnabled = false;
    context.drawImage(this.#cells, 0, 0, canvas.width, canvas.height);
    this.#paintGaps(context, columns, rows);
    this.#paintFlashes(context, columns, size * scale);
  }

  /** One pixel for each slot, to be enlarged. */
  #paintCells(columns, rows) {
    this.#cells.width = columns;
    this.#cells.height = rows;
    const context = this.#cells.getContext("2d");
    const image = context.createImageData(columns, rows);
    const colours = this.#colours();
    this.#table.assignment.forEach((group, slot) => {
      image.data.set(colours[group], 4 * slot);
    });
    context.putImageData(image, 0, 0);
  }

  /** The colour of each group of owners, with its opacity. */
  #colours() {
    const style = getComputedStyle(this.#canvas);
    const strong = rgb(style.getPropertyValue("--alarm"));
    const busy = rgb(style.getPropertyValue("--accent"));
    const ofNodes = this.#table.nodes.map((node) => colour(numberOf(node)));
    return this.#table.copies.map((owners) => {
      const place = this.show === "backup" ? (owners.backups[0] ?? -1) : owners.primary;
      if (this.show === "lacking") {
        const state = this.#state(owners);
        return state === LACKING ? [...strong, 255] : [...busy, state === MOVING ? 255 : 40];
      }
      const faint = this.chosen !== null && this.#table.nodes[place] !== this.chosen;
      return place < 0 ? [...strong, 255] : [...ofNodes[place], faint ? 38 : 255];
    });
  }

  #state(owners) {
    if (owners.backups.length < this.#backups) {
      return LACKING;
    }
    return owners.learners.length > 0 ? MOVING : 0;
  }

  /** Lines between the cells, where there is room for them. */
  #paintGaps(context, columns, rows) {
    const { width, height } = context.canvas;
    if (width / columns < 4) {
      return;
    }
    context.globalCompositeOperation = "destination-out";
    const line = Math.max(1, Math.round(width / columns / 8));
    for (let column = 1; column < columns; column += 1) {
      context.fillRect(Math.round((column * width) / columns), 0, line, height);
    }
    for (let row = 1; row < rows; row += 1) {
      context.fillRect(0, Math.round((row * height) / rows), width, line);
    }
    context.globalCompositeOperation = "source-over";
  }

  #paintFlashes(context, columns, size) {
    const now = performance.now();
    context.fillStyle = getComputedStyle(this.#canvas).color;
    for (const [slot, since] of this.#changed) {
      const part = (now - since) / FLASH_MILLIS;
      if (part >= 1) {
        this.#changed.delete(slot);
        continue;
      }
      context.globalAlpha = 1 - part;
      const x = (slot % columns) * size;
      const y = Math.floor(slot / columns) * size;
      context.fillRect(x, y, size, size);
    }
    context.globalAlpha = 1;
    if (this.#changed.size > 0) {
      this.draw();
    }
  }
}

function rgb(hex) {
  const digits = hex.trim().slice(1);
  return [0, 2, 4].map((at) => parseInt(digits.slice(at, at + 2), 16));
}
