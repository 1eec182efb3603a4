/** The ring: who has which slot, how the nodes are, and whether anything is missing. */

import { choice, figures, h, setText, table } from "./dom.js";
import {
  bytes,
  bytesOf,
  count,
  counted,
  duration,
  host,
  percent,
  rate,
  shortName,
} from "./format.js";
import { colour, css, ink, numberOf } from "./palette.js";
import { SlotCanvas } from "./ring-canvas.js";
import { safety } from "./cluster.js";

export const title = "Ring";

export function mount(root, { cluster }) {
  const verdict = redundancy();
  const numbers = figures(["Nodes", "Entries", "Memory", "Requests/s", "Longest pause", "Epoch"]);
  const moving = migration();
  const map = slotMap(cluster);
  const nodes = nodeTable((node) => map.choose(node));
  root.append(
    h("h1", { class: "unseen" }, "Ring"),
    verdict.element,
    numbers.element,
    moving.element,
    map.element,
    nodes.element,
  );
  const onPicture = () => {
    if (!cluster.picture) {
      return;
    }
    verdict.update(cluster);
    numbers.update(texts(cluster));
    moving.update(cluster);
    nodes.update(cluster);
    map.update();
  };
  const onTable = (event) => {
    map.update(event?.detail ?? null);
    if (cluster.picture) {
      nodes.update(cluster);
    }
  };
  cluster.addEventListener("picture", onPicture);
  cluster.addEventListener("table", onTable);
  onTable();
  onPicture();
  return () => {
    cluster.removeEventListener("picture", onPicture);
    cluster.removeEventListener("table", onTable);
  };
}

function texts(cluster) {
  const { picture, caches } = cluster;
  const up = caches.filter((node) => node.state === "up" || node.state === "leaving");
  const sum = (field) => up.reduce((all, node) => all + (node[field] ?? NaN), 0);
  return [
    `${up.length}${up.length < caches.length ? ` of ${caches.length}` : ""}`,
    count(sum("entries")),
    bytesOf(sum("bytes"), sum("memoryBytes")),
    rate(sum("requestsPerSecond")),
    picture.moves > 0 ? duration(picture.longestPauseMillis) : "none",
    count(picture.epoch),
  ];
}

/** In words, whether anything is missing. */
function redundancy() {
  const headline = h("p", { class: "headline" });
  const detail = h("p", {});
  const icon = h("span", { class: "icon", "aria-hidden": "true" });
  const element = h(
    "section",
    { class: "verdict", "aria-label": "Redundancy", id: "redundancy" },
    icon,
    h("div", {}, headline, detail),
  );
  const update = ({ picture }) => {
    const { level, mark, head, text } = judged(picture);
    element.dataset.level = level;
    setText(icon, mark);
    setText(headline, head);
    setText(detail, text);
  };
  return { element, update };
}

function judged(picture) {
  if (picture.placement === "modulo") {
    return {
      level: "warn",
      mark: "!",
      head: "Each key is on one node, and there are no copies.",
      text: "That is the placement modulo, as the experiment had it.",
    };
  }
  const lost =
    picture.slotsLost > 0 ? ` ${counted(picture.slotsLost, "slot")} lost all copies.` : "";
  const wanted = counted(picture.backups, "copy", "copies");
  if (picture.degraded > 0) {
    return {
      level: "alarm",
      mark: "✕",
      head: `${counted(picture.degraded, "slot lacks", "slots lack")} a copy right now.`,
      text: `Do not take a node out: what only it has would be lost.${lost}`,
    };
  } else if (picture.backups === 0) {
    return {
      level: "warn",
      mark: "!",
      head: "There are no copies.",
      text: `If a node dies, its entries are gone.${lost}`,
    };
  } else if (!safety(picture)) {
    return {
      level: "warn",
      mark: "!",
      head: "No slot lacks a copy, but no node can be taken out yet.",
      text: `Slots are changing hands, or a node does not answer, or there is no other.${lost}`,
    };
  }
  return {
    level: lost ? "warn" : "fine",
    mark: lost ? "!" : "✓",
    head: "No slot lacks a copy.",
    text: `Each of ${count(picture.slots)} slots has ${wanted} besides the first. Any one node can be taken out.${lost}`,
  };
}

/** Slots that change hands: how far that is. */
function migration() {
  const bar = h("progress", { max: 1, "aria-label": "Copies that are filled" });
  const words = h("p", {});
  const element = h("section", { class: "panel", hidden: true, id: "migration" }, words, bar);
  const update = (cluster) => {
    const { picture, filled } = cluster;
    element.hidden = picture.moving === 0 && picture.slotsToFill === 0;
    if (element.hidden) {
      return;
    }
    bar.value = filled;
    const speed = picture.nodes.reduce((sum, node) => sum + (node.fillBytesPerSecond ?? 0), 0);
    const left =
      picture.fillMillisLeft === undefined
        ? ""
        : `, about ${duration(Math.max(1_000, picture.fillMillisLeft))} left`;
    const pauses =
      picture.moves > 0
        ? ` Nobody served a slot for ${duration(picture.longestPauseMillis)} at most, ` +
          `${duration(picture.meanPauseMillis)} in the mean.`
        : "";
    setText(
      words,
      `${counted(picture.moving, "slot is", "slots are")} changing hands: ${percent(filled)} of the ` +
        `copies filled, ${bytes(picture.bytesToFill)} to go at ${bytes(speed)}/s${left}.${pauses}`,
    );
  };
  return { element, update };
}

/** All slots, cell by cell, and what one of them is. */
function slotMap(cluster) {
  const canvas = h("canvas", {
    role: "img",
    "aria-label": "All slots, each in the colour of its node. The table below tells the same.",
  });
  const told = h("p", { class: "told" }, "Point at a slot, or type its number.");
  const number = h("input", {
    type: "number",
    min: 0,
    inputmode: "numeric",
    "aria-label": "Number of a slot",
    placeholder: "slot",
    oninput: () => tell(number.value === "" ? null : Number(number.value)),
  });
  const place = h("div", { class: "cells" }, canvas);
  const cells = new SlotCanvas(canvas, place);
  let seen = null;
  let wanted = -1;
  const tell = (slot) => {
    if (slot === null || !(slot in (cluster.table?.assignment ?? []))) {
      setText(told, "Point at a slot, or type its number.");
      return;
    }
    const { primary, backups, learners } = cluster.table.owners(slot);
    const parts = [`Slot ${slot}: ${shortName(primary)}`];
    if (backups.length > 0) {
      parts.push(
        `${backups.length === 1 ? "copy" : "copies"} on ${backups.map(shortName).join(", ")}`,
      );
    }
    if (learners.length > 0) {
      parts.push(`being filled on ${learners.map(shortName).join(", ")}`);
    }
    setText(told, `${parts.join("; ")}.`);
  };
  canvas.addEventListener("pointermove", (event) => {
    tell(cells.slotAt(event.offsetX, event.offsetY));
  });
  const switches = choice(
    "What the colours show",
    [
      ["primary", "Primaries"],
      ["backup", "Copies"],
      ["lacking", "Lacking"],
    ],
    "primary",
    (shown) => {
      cells.show = shown;
      cells.draw();
    },
  );
  const element = h(
    "section",
    { class: "panel", "aria-label": "Slots" },
    h("div", { class: "bar" }, h("h2", {}, "Slots"), switches),
    place,
    h("div", { class: "bar" }, told, number),
  );
  const update = (before = null) => {
    const slots = cluster.table;
    element.hidden = !slots || slots.slots === 0;
    if (element.hidden) {
      return;
    }
    const backups = Math.min(cluster.picture?.backups ?? 0, slots.nodes.length - 1);
    if (slots === seen && backups === wanted && before === null) {
      return;
    }
    seen = slots;
    wanted = backups;
    number.max = slots.slots - 1;
    cells.update(slots, before, wanted);
  };
  const choose = (node) => {
    cells.chosen = node;
    cells.draw();
  };
  return { element, update, choose };
}

const COLUMNS = [
  { name: "Node" },
  { name: "Role" },
  { name: "State" },
  { name: "Host" },
  { name: "Slots", number: true },
  { name: "Copies", number: true },
  { name: "Entries", number: true },
  { name: "Memory", number: true },
  { name: "Requests/s", number: true },
  { name: "Hits", number: true },
  { name: "Lease" },
];

/** The nodes with their numbers; who chooses one sees its slots. */
function nodeTable(choose) {
  const place = h("div", { class: "wide tall" });
  const element = h(
    "section",
    { class: "panel", "aria-label": "Nodes" },
    h("div", { class: "bar" }, h("h2", {}, "Nodes"), h("p", {}, "Choose a node to see its slots.")),
    place,
  );
  let chosen = null;
  let listed = "";
  let cells = [];
  const press = (node) => {
    chosen = node === chosen ? null : node;
    choose(chosen);
    place
      .querySelectorAll("[data-node]")
      .forEach((button) => button.setAttribute("aria-pressed", button.dataset.node === chosen));
  };
  const list = (picture, rows) => {
    const named = rows.map((texts, i) => [
      nodeName(picture.nodes[i], picture, chosen, press),
      ...texts,
    ]);
    const made = table("Nodes of the cluster", COLUMNS, named, { hideCaption: true });
    cells = [...made.tBodies[0].rows].map((row) => [...row.cells].slice(1));
    place.replaceChildren(made);
  };
  const update = ({ picture, table: slots }) => {
    const counts = new Map(slots ? slots.counts().map((of, i) => [slots.nodes[i], of]) : []);
    const rows = picture.nodes.map((node) => texted(node, counts.get(node.node)));
    const names = [
      picture.coordinator,
      ...picture.nodes.map(({ node, role }) => node + role),
    ].join();
    if (names === listed) {
      rows.forEach((texts, i) => texts.forEach((text, j) => setText(cells[i][j], text)));
    } else {
      listed = names;
      list(picture, rows);
    }
  };
  return { element, update };
}

function nodeName(node, picture, chosen, press) {
  const rgb = colour(numberOf(node.node));
  const swatch = h("span", { class: "swatch", "aria-hidden": "true" }, label(node.node));
  if (node.role === "cache") {
    swatch.style.background = css(rgb);
    swatch.style.color = ink(rgb);
  }
  const button = h(
    "button",
    {
      type: "button",
      class: "node",
      "data-node": node.node,
      "aria-pressed": String(node.node === chosen),
      onclick: () => press(node.node),
    },
    swatch,
    shortName(node.node),
  );
  const mark =
    node.node === picture.coordinator ? h("span", { class: "tag" }, "coordinator") : null;
  return h("span", { class: "named" }, button, mark);
}

function label(node) {
  return /_(\d+)@/.exec(node)?.[1] ?? "–";
}

function texted(node, counts) {
  const known = node.entries !== undefined && node.role === "cache";
  const copies = (counts?.backups ?? 0) + (counts?.learners ?? 0);
  return [
    node.role,
    node.state,
    host(node.node),
    known ? count(node.slots) : "–",
    known ? count(copies) : "–",
    known ? count(node.entries) : "–",
    known ? bytesOf(node.bytes, node.memoryBytes) : "–",
    known ? rate(node.requestsPerSecond) : "–",
    known ? percent(node.hitRatio) : "–",
    node.lease ?? "–",
  ];
}
