/** Load: what was asked over the last hour, how long it took, and of which keys. */

import { chart } from "./chart.js";
import { field, h, table } from "./dom.js";
import { bytes, count, duration, rate, shortName, shortened, visible } from "./format.js";

export const title = "Load";

const ASK_MILLIS = 5_000;
const HOT_KEYS = 20;
const KEY_SHOWN_MAX = 80;

export function mount(root, { bus, cluster }) {
  const note = h("p", { class: "error", role: "alert" });
  const silent = h("p", { class: "hint" });
  const nodes = h("select", { id: "whose", onchange: () => ask() });
  const perSecond = (of) => (sample) => (1_000 * (of(sample) ?? 0)) / sample.intervalMillis;
  const charts = [
    chart("Requests each second", [["requests", perSecond((sample) => sample.requests)]], rate),
    chart(
      "Latency",
      [
        ["p50", (sample) => sample.p50Micros],
        ["p99", (sample) => sample.p99Micros],
        ["p99.9", (sample) => sample.p999Micros],
      ],
      (micros) => (Number.isFinite(micros) ? duration(micros / 1000) : "–"),
    ),
    chart("Errors each second", [["errors", perSecond((sample) => total(sample.errors))]], rate),
    chart("Evictions each second", [["evicted", perSecond((sample) => sample.evicted)]], rate),
    chart(
      "Network each second",
      [
        ["in", perSecond((sample) => sample.bytesIn)],
        ["out", perSecond((sample) => sample.bytesOut)],
      ],
      bytes,
      1_024,
    ),
  ];
  const codes = h("div", { class: "wide" });
  const hot = h("div", { class: "wide" });
  root.append(
    h("h1", { class: "unseen" }, "Load"),
    h("div", { class: "bar" }, field("Of", nodes), silent),
    note,
    h(
      "div",
      { class: "charts" },
      charts.map(({ element }) => element),
      h(
        "section",
        { class: "panel", "aria-label": "Errors by code" },
        h("h2", {}, "Errors of this hour"),
        codes,
      ),
    ),
    h(
      "section",
      { class: "panel", "aria-label": "Hot keys" },
      h("h2", {}, "Hot keys of the last minute"),
      hot,
    ),
  );
  const offer = () => {
    const names = ["", ...cluster.caches.map((node) => node.node)];
    const options = [...nodes.options].map((option) => option.value);
    if (names.join() !== options.join()) {
      const chosen = nodes.value;
      nodes.replaceChildren(
        ...names.map((name) =>
          h("option", { value: name }, name === "" ? "the whole cluster" : name),
        ),
      );
      nodes.value = names.includes(chosen) ? chosen : "";
    }
  };
  const ask = async () => {
    const node = nodes.value;
    try {
      const request = node === "" ? { op: "history" } : { op: "history", node };
      const reply = await bus.ask(request);
      const samples = reply.samples.map((sample) => ({
        ...sample,
        intervalMillis: reply.intervalMillis,
      }));
      charts.forEach(({ update }) => update(samples));
      codes.replaceChildren(errors(samples));
      silent.textContent =
        reply.silent?.length > 0 ? `Without ${reply.silent.map(shortName).join(", ")}.` : "";
      hot.replaceChildren(hotKeys(await bus.ask({ op: "hot-keys", count: HOT_KEYS })));
      note.textContent = "";
    } catch (refusal) {
      note.textContent = told(refusal);
    }
  };
  const timer = setInterval(() => !document.hidden && ask(), ASK_MILLIS);
  cluster.addEventListener("picture", offer);
  offer();
  ask();
  return () => {
    clearInterval(timer);
    cluster.removeEventListener("picture", offer);
  };
}

/** What is refused, and why; a node of an older release knows nothing of this. */
export function told(refusal) {
  return refusal.code === "UNKNOWN_OP"
    ? "This node keeps no record of that."
    : `${refusal.code ?? "ERROR"}: ${visible(refusal.message)}`;
}

function total(errors) {
  return Object.values(errors ?? {}).reduce((sum, number) => sum + number, 0);
}

function errors(samples) {
  const sums = new Map();
  samples.forEach((sample) =>
    Object.entries(sample.errors ?? {}).forEach(([code, number]) =>
      sums.set(code, (sums.get(code) ?? 0) + number),
    ),
  );
  if (sums.size === 0) {
    return h("p", { class: "hint" }, "None.");
  }
  const rows = [...sums]
    .sort((one, other) => other[1] - one[1])
    .map(([code, number]) => [code, count(number)]);
  return table("Errors by code", [{ name: "Code" }, { name: "Times", number: true }], rows, {
    hideCaption: true,
  });
}

function hotKeys(reply) {
  if (reply.keys.length === 0) {
    return h("p", { class: "hint" }, "None stands out.");
  }
  const columns = [
    { name: "Key" },
    { name: "Node" },
    { name: "Requests", number: true },
    { name: "At least", number: true },
    { name: "Of all", number: true },
  ];
  const rows = reply.keys.map((hot) => [
    h("bdi", {}, visible(shortened(hot.key, KEY_SHOWN_MAX))),
    shortName(hot.node ?? "–"),
    count(hot.count),
    count(hot.countAtLeast),
    reply.requests > 0 ? `${Math.round((1_000 * hot.count) / reply.requests) / 10} %` : "–",
  ]);
  return table("Hot keys", columns, rows, { hideCaption: true });
}
