/** What the cluster is like right now: asked for again and again, for all views. */

import { numberOf } from "./palette.js";

const TABLE_MILLIS = 500;
const PICTURE_MILLIS = 1_000;
const ANSWER_MILLIS_MAX = 3_000;

/** How old a picture may be: others look, too. Less if it is known that something changed. */
const PICTURE_AGE_MILLIS = 500;
const CHANGED_AGE_MILLIS = 100;

/** Slots and who has them: places in `nodes` for each of `copies`, and those for each slot. */
export class Table {
  constructor(reply) {
    this.epoch = reply.epoch;
    this.nodes = reply.nodes;
    this.copies = reply.copies;
    const packed = Uint8Array.from(atob(reply.assignment), (letter) => letter.charCodeAt(0));
    const view = new DataView(packed.buffer);
    this.assignment = new Uint16Array(packed.length / 2);
    this.assignment.forEach((_, slot) => {
      this.assignment[slot] = view.getUint16(2 * slot, true);
    });
  }

  get slots() {
    return this.assignment.length;
  }

  /** The owners of a slot, by name. */
  owners(slot) {
    const { primary, backups, learners } = this.copies[this.assignment[slot]];
    const name = (place) => this.nodes[place];
    return { primary: name(primary), backups: backups.map(name), learners: learners.map(name) };
  }

  /** For each place of `nodes`, of how many slots it is what. */
  counts() {
    const groups = new Uint32Array(this.copies.length);
    this.assignment.forEach((group) => (groups[group] += 1));
    const counts = this.nodes.map(() => ({ primary: 0, backups: 0, learners: 0 }));
    this.copies.forEach(({ primary, backups, learners }, group) => {
      if (primary >= 0) {
        counts[primary].primary += groups[group];
      }
      backups.forEach((place) => (counts[place].backups += groups[group]));
      learners.forEach((place) => (counts[place].learners += groups[group]));
    });
    return counts;
  }
}

export class Cluster extends EventTarget {
  /** The latest Table, and the latest reply to `cluster`, or null. */
  table = null;
  picture = null;

  /** What the last question failed with, or null. */
  refusal = null;

  #bus;
  #fillAtBegin = 0;
  #asked = 0;
  #shown = 0;

  constructor(bus) {
    super();
    this.#bus = bus;
    this.#repeat(() => this.#askTable(), TABLE_MILLIS);
    this.#repeat(() => this.#askPicture(), PICTURE_MILLIS);
    document.addEventListener("visibilitychange", () => this.refresh());
    bus.addEventListener("state", () => this.refresh());
  }

  refresh() {
    if (!document.hidden && this.#bus.state === "open") {
      this.#askTable();
      this.#askPicture();
    }
  }

  /** The cache nodes, by number. */
  get caches() {
    return this.picture?.nodes.filter((node) => node.role === "cache") ?? [];
  }

  /** Of what is to be filled, which part is done since it began; 1 if there is nothing. */
  get filled() {
    const left = this.picture?.slotsToFill ?? 0;
    return this.#fillAtBegin === 0 ? 1 : 1 - left / this.#fillAtBegin;
  }

  /** A hidden page asks nothing. */
  async #repeat(ask, millis) {
    for (;;) {
      const begun = performance.now();
      if (!document.hidden && this.#bus.state === "open") {
        await ask();
      }
      const rest = millis - (performance.now() - begun);
      await new Promise((resolve) => setTimeout(resolve, Math.max(50, rest)));
    }
  }

  async #askTable() {
    try {
      const epoch = this.table?.epoch ?? 0;
      const reply = await this.#bus.ask({ op: "table", epoch }, ANSWER_MILLIS_MAX);
      if (reply.assignment !== undefined) {
        const before = this.table;
        this.table = new Table(reply);
        this.#bus.know(Object.values(reply.web ?? {}));
        this.dispatchEvent(new CustomEvent("table", { detail: before }));
        this.#askPicture(CHANGED_AGE_MILLIS);
      }
    } catch (refusal) {
      this.#fail(refusal);
    }
  }

  async #askPicture(ageMillis = PICTURE_AGE_MILLIS) {
    const asked = (this.#asked += 1);
    try {
      const picture = await this.#bus.ask({ op: "cluster", ageMillis }, ANSWER_MILLIS_MAX);
      if (asked < this.#shown) {
        return;
      }
      this.#shown = asked;
      picture.nodes.forEach((node) => (node.number = numberOf(node.node)));
      this.picture = picture;
      this.refusal = null;
      const busy = picture.moving > 0 || picture.slotsToFill > 0;
      this.#fillAtBegin = busy ? Math.max(this.#fillAtBegin, picture.slotsToFill, 1) : 0;
      this.dispatchEvent(new Event("picture"));
    } catch (refusal) {
      this.#fail(refusal);
    }
  }

  #fail(refusal) {
    if (refusal.code === "TIMEOUT") {
      this.#bus.suspect();
    } else if (refusal.code !== "UNREACHABLE") {
      this.refusal = refusal;
      this.dispatchEvent(new Event("picture"));
    }
  }
}

/** Whether, and why, one node can be taken out now without the loss of a copy. */
export function safety(picture) {
  if (picture.safeToRoll !== undefined) {
    return picture.safeToRoll;
  }
  const up = picture.nodes.filter((node) => node.role === "cache" && node.state === "up").length;
  return picture.degraded === 0 && picture.moving === 0 && picture.backups > 0 && up > 1;
}
