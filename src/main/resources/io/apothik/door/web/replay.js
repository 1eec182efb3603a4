/** Replay: the experiment that this system comes from, in steps, on nodes of its own. */

import { h, setText } from "./dom.js";
import { count, shortName } from "./format.js";
import { told } from "./load.js";

export const title = "Replay";

const STEPS = [
  ["fill", "Fill", "Puts the keys k_1_1 to k_1_5000"],
  ["kill", "Kill a node", "The node with the lowest number dies with all that it holds"],
  ["add", "Add a node", "An empty node comes, under the lowest number that is free"],
  ["count-master", "Count the master by mistake", "Fills five fresh nodes, with the master, which keeps nothing, as a sixth"],
  ["start-over", "Start over", "Five nodes, and nothing in them"],
];

const PLACEMENTS = {
  modulo: ["Modulo", "The key is hashed to one of as many numbers as there are nodes."],
  ring: ["Hash ring", "Each node has 160 points on a ring; a key belongs to the one that follows it."],
  slots: ["Slot table", "A key has a slot for ever; a table says who has the slot, and who has a copy."],
};

/** What may be answered when it is asked again. */
const PASSING = new Set(["TIMEOUT", "UNREACHABLE", "BUSY"]);
const AGAIN_MILLIS = 1_000;

const STATES = { down: "died", counted: "keeps nothing", client: "not in the ring" };

export function mount(root, { bus }) {
  const session = crypto.getRandomValues(new Uint32Array(4)).join("-");
  const note = h("p", { class: "error", role: "alert" });
  const done = h("p", { class: "hint", "aria-live": "polite" });
  const cards = h("div", { class: "placements" });
  const buttons = STEPS.map(([step, label, says]) =>
    h("button", { type: "button", id: `step-${step}`, title: says, onclick: (event) => play(step, event.currentTarget) }, label),
  );
  let again = 0;
  const play = async (step, chosen = null) => {
    clearTimeout(again);
    buttons.forEach((button) => (button.disabled = true));
    try {
      const reply = await bus.ask({ op: "replay", session, step });
      cards.replaceChildren(...reply.placements.map((standing) => card(standing)));
      setText(done, `${STEPS.find(([name]) => name === step)[2]}.`);
      note.textContent = "";
    } catch (refusal) {
      note.textContent = told(refusal);
      // There is nothing to look at yet, and nobody has to press anything for that.
      if (!cards.hasChildNodes() && PASSING.has(refusal.code)) {
        again = setTimeout(() => cards.isConnected && play("start-over"), AGAIN_MILLIS);
      }
    }
    buttons.forEach((button) => (button.disabled = false));
    // A button that cannot be pressed has lost the focus.
    chosen?.focus();
  };
  root.append(
    h("h1", {}, "Replay"),
    h(
      "p",
      {},
      "The experiment that this system comes from, with three ways to place 5,000 keys side by side. ",
      "It runs on nodes of its own inside this one; nothing here touches your entries.",
    ),
    h("div", { class: "steps", role: "group", "aria-label": "Steps" }, buttons),
    done,
    note,
    cards,
  );
  play("start-over");
  return () => {};
}

function card(standing) {
  const [name, rule] = PLACEMENTS[standing.placement];
  const most = Math.max(1, ...standing.nodes.map((node) => node.keys + node.backups));
  const facts = [
    ["Found", standing.found, false],
    ["Asked for elsewhere", standing.moved, false],
    ["Copied", standing.copied, false],
    ["Lost", standing.lost, standing.lost > 0],
    ["Garbage", standing.garbage, standing.garbage > 0],
  ];
  return h(
    "section",
    { class: "panel placement", "aria-label": name, id: `placement-${standing.placement}` },
    h("h2", {}, name),
    h("p", { class: "hint" }, rule),
    h(
      "table",
      {},
      h("caption", { class: "unseen" }, `Where the keys are: ${name}`),
      h(
        "thead",
        { class: "unseen" },
        h("tr", {}, ["Node", "Share", "Keys"].map((column) => h("th", { scope: "col" }, column))),
      ),
      h("tbody", {}, standing.nodes.map((node) => row(node, most))),
    ),
    h(
      "dl",
      { class: "figures" },
      facts.map(([what, number, bad]) =>
        h("div", { class: bad ? "bad" : null }, h("dt", {}, what), h("dd", {}, count(number))),
      ),
    ),
    h("p", { class: "words" }, standing.words),
  );
}

function row(node, most) {
  return h(
    "tr",
    { class: `node-${node.state}` },
    h("th", { scope: "row" }, shortName(node.name)),
    h(
      "td",
      { class: "share" },
      h(
        "span",
        { class: "stack-bar", "aria-hidden": "true" },
        part("found", node.keys - node.garbage, most),
        part("garbage", node.garbage, most),
        part("backup", node.backups, most),
      ),
    ),
    h("td", { class: "said" }, said(node)),
  );
}

function said(node) {
  if (node.state in STATES) {
    return STATES[node.state];
  }
  const parts = [count(node.keys)];
  if (node.garbage > 0) {
    parts.push(`${count(node.garbage)} of them garbage`);
  }
  if (node.backups > 0) {
    parts.push(`and ${count(node.backups)} for others`);
  }
  return parts.join(", ");
}

function part(kind, number, most) {
  const drawn = h("span", { class: kind });
  drawn.style.width = `${(100 * number) / most}%`;
  return drawn;
}
