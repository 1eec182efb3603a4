/** Events: what happened, when and why, in the words of the node that is asked. */

import { field, h } from "./dom.js";
import { dateAndTime, shortName, visible } from "./format.js";
import { told } from "./load.js";

export const title = "Events";

const ASK_MILLIS = 1_000;
const EVENTS_MAX = 1_000;

export function mount(root, { bus }) {
  const note = h("p", { class: "error", role: "alert" });
  const list = h("ol", { class: "events", id: "events" });
  const kinds = h("select", { id: "kind", onchange: () => filter() });
  const hint = h("p", { class: "hint" }, "Nothing happened yet.");
  kinds.append(h("option", { value: "" }, "everything"));
  root.append(
    h("h1", { class: "unseen" }, "Events"),
    h(
      "section",
      { class: "panel", "aria-label": "Events" },
      h(
        "div",
        { class: "bar" },
        field("Show", kinds),
        h("p", {}, "Newest first, as the node saw it that this page asks."),
      ),
      note,
      hint,
      list,
    ),
  );
  let last = 0;
  let address = null;
  const filter = () => {
    for (const item of list.children) {
      item.hidden = kinds.value !== "" && item.dataset.kind !== kinds.value;
    }
  };
  const ask = async () => {
    if (address !== bus.address) {
      // Each node has a journal of its own.
      address = bus.address;
      last = 0;
      list.replaceChildren();
    }
    const from = address;
    try {
      const reply = await bus.ask(last === 0 ? { op: "events" } : { op: "events", after: last });
      if (from !== bus.address) {
        return;
      }
      const fresh = reply.events.filter((event) => event.sequence > last);
      last = Math.max(last, reply.last ?? 0);
      list.prepend(...fresh.toReversed().map(item));
      while (list.childElementCount > EVENTS_MAX) {
        list.lastElementChild.remove();
      }
      hint.hidden = list.childElementCount > 0;
      offer(kinds, fresh);
      filter();
      note.textContent = "";
    } catch (refusal) {
      hint.hidden = true;
      note.textContent = told(refusal);
    }
  };
  const timer = setInterval(() => !document.hidden && ask(), ASK_MILLIS);
  ask();
  return () => clearInterval(timer);
}

function offer(kinds, events) {
  const known = new Set([...kinds.options].map((option) => option.value));
  new Set(events.map((event) => event.kind)).forEach((kind) => {
    if (!known.has(kind)) {
      kinds.append(h("option", { value: kind }, kind));
    }
  });
}

function item(event) {
  return h(
    "li",
    { "data-kind": event.kind },
    h("time", { datetime: new Date(event.atMillis).toISOString() }, dateAndTime(event.atMillis)),
    h("span", { class: "tag" }, event.kind),
    h(
      "span",
      { class: "what" },
      visible(event.text),
      event.node && !event.text.includes(event.node) ? ` (${shortName(event.node)})` : null,
    ),
  );
}
