/** One key: where it lives and why, what each copy has of it, its value; and which keys there are. */

import { field, h, table } from "./dom.js";
import { bytes, counted, duration, shortName, shortened, visible } from "./format.js";
import { kind, shown } from "./value.js";

export const title = "Key";

const PAGE_KEYS = 50;
const KEY_SHOWN_MAX = 120;

const AGREEMENTS = {
  equal: "All copies in sync have the same.",
  writing: "A write of this key is on its way to the copies.",
  different: "The copies in sync differ, and no write is on its way. That is a defect.",
  unknown: "A copy does not answer, so it is not known whether all have the same.",
};

export function mount(root, context) {
  const page = new KeyPage(context);
  root.append(
    h("h1", { class: "unseen" }, "Key"),
    h("div", { class: "split" }, page.left, page.right),
  );
  return () => {};
}

class KeyPage {
  constructor({ bus }) {
    this.bus = bus;
    this.asked = 0;
    this.key = h("textarea", {
      rows: 1,
      spellcheck: "false",
      autocomplete: "off",
      dir: "auto",
      id: "key",
    });
    this.key.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey) {
        event.preventDefault();
        this.look();
      }
    });
    this.error = h("p", { class: "error", role: "alert" });
    this.result = h("div", { id: "found", "aria-live": "polite" });
    this.right = h(
      "section",
      { class: "panel", "aria-label": "One key" },
      h(
        "form",
        { class: "line", onsubmit: (event) => this.submit(event) },
        field("Key", this.key),
        h("button", { type: "submit" }, "Look up"),
      ),
      this.error,
      this.result,
    );
    this.left = this.browser();
  }

  submit(event) {
    event.preventDefault();
    this.look();
  }

  /** Does something, and says so if it is refused. */
  async attempt(action) {
    this.error.textContent = "";
    try {
      return await action();
    } catch (refusal) {
      this.error.textContent = `${refusal.code ?? "ERROR"}: ${visible(refusal.message)}`;
      return null;
    }
  }

  async look(key = this.key.value) {
    this.key.value = key;
    const asked = (this.asked += 1);
    const found = await this.attempt(() =>
      Promise.all([
        this.bus.ask({ op: "explain", key }).catch((refusal) => this.whereInstead(refusal, key)),
        this.bus.ask({ op: "get", key, details: true }),
      ]),
    );
    if (asked === this.asked) {
      this.result.replaceChildren(...(found ? this.describe(key, ...found) : []));
    }
  }

  /** The placement modulo has no copies to explain. */
  whereInstead(refusal, key) {
    if (refusal.code !== "BAD_REQUEST") {
      throw refusal;
    }
    return this.bus.ask({ op: "where", key });
  }

  describe(key, place, value) {
    const parts = [
      h("h2", { class: "key", dir: "auto" }, visible(shortened(key, KEY_SHOWN_MAX))),
      h("p", { class: "formula" }, place.computed),
      facts(place, value),
    ];
    if (place.copies) {
      parts.push(copies(place), h("p", { class: "hint" }, AGREEMENTS[place.agreement]));
    }
    parts.push(value.found ? shown(value) : h("p", { class: "hint" }, "There is no such entry."));
    parts.push(this.writer(key, value));
    if (place.moves?.length > 0) {
      parts.push(moves(place.moves));
    }
    return parts;
  }

  writer(key, value) {
    const text = h("textarea", { rows: 3, spellcheck: "false", id: "new-value", dir: "auto" });
    text.value = value.found && value.encoding !== "base64" ? value.value : "";
    const ttl = h("input", { type: "number", min: 0, step: 1, inputmode: "numeric", id: "ttl" });
    const remove = h(
      "button",
      { type: "button", class: "plain", disabled: !value.found, id: "delete" },
      "Delete",
    );
    remove.addEventListener("click", () => {
      if (remove.dataset.sure === undefined) {
        remove.dataset.sure = "";
        remove.textContent = "Delete it for good?";
        return;
      }
      this.change(key, { op: "delete", key });
    });
    remove.addEventListener("blur", () => {
      delete remove.dataset.sure;
      remove.textContent = "Delete";
    });
    const submit = (event) => {
      event.preventDefault();
      const life =
        ttl.value === "" ? { keepTtl: value.found } : { ttlMillis: 1000 * Number(ttl.value) };
      this.change(key, { op: "put", key, value: text.value, ...life });
    };
    return h(
      "details",
      {},
      h("summary", {}, value.found ? "Change or delete" : "Store a value"),
      h(
        "form",
        { class: "stack", onsubmit: submit },
        field("New value", text),
        field("Seconds to live", ttl, value.found ? "empty: as before" : "empty: no limit"),
        h("div", { class: "line" }, h("button", { type: "submit", id: "save" }, "Store"), remove),
      ),
    );
  }

  async change(key, request) {
    if ((await this.attempt(() => this.bus.ask(request))) !== null) {
      await this.look(key);
    }
  }

  browser() {
    const prefix = h("input", {
      type: "text",
      spellcheck: "false",
      autocomplete: "off",
      id: "prefix",
    });
    const list = h("ul", { class: "keys", "aria-label": "Keys", id: "keys" });
    const more = h("button", { type: "button", class: "plain", hidden: true }, "More");
    const problem = h("p", { class: "error", role: "alert" });
    const state = h("p", { class: "hint", "aria-live": "polite" }, `Up to ${PAGE_KEYS} at a time.`);
    let cursor = null;
    let run = 0;
    const load = async (anew) => {
      const mine = (run += 1);
      problem.textContent = "";
      if (anew) {
        cursor = null;
        list.replaceChildren();
      }
      try {
        // A page may be empty, and there be more all the same.
        let wanted = PAGE_KEYS;
        do {
          const request = { op: "scan", prefix: prefix.value, count: wanted };
          const page = await this.bus.ask(cursor === null ? request : { ...request, cursor });
          if (mine !== run) {
            return;
          }
          cursor = page.cursor ?? null;
          wanted -= page.keys.length;
          list.append(...page.keys.map((key) => this.item(key)));
        } while (cursor !== null && wanted > 0);
      } catch (refusal) {
        problem.textContent = `${refusal.code}: ${visible(refusal.message)}`;
      }
      more.hidden = cursor === null;
      const some = list.childElementCount;
      state.textContent =
        some === 0 ? "No such keys." : `${counted(some, "key")}${cursor === null ? "" : ", and more"}`;
    };
    more.addEventListener("click", () => load(false));
    return h(
      "section",
      { class: "panel", "aria-label": "Browse keys" },
      h(
        "form",
        {
          class: "line",
          onsubmit: (event) => {
            event.preventDefault();
            load(true);
          },
        },
        field("Keys that begin with", prefix),
        h("button", { type: "submit", id: "browse" }, "Browse"),
      ),
      problem,
      list,
      state,
      more,
    );
  }

  item(key) {
    const name = visible(shortened(key, KEY_SHOWN_MAX));
    return h(
      "li",
      {},
      h(
        "button",
        { type: "button", class: "link", onclick: () => this.look(key) },
        h("bdi", {}, name),
      ),
    );
  }
}

function facts(place, value) {
  const life = value.ttlMillis === undefined ? "no limit" : duration(value.ttlMillis);
  const rows = [
    ["Slot", String(place.slot)],
    ["Owner", shortName(place.owner)],
    ["Version", value.version ?? "–"],
    [
      "Size",
      place.valueBytes === undefined
        ? "–"
        : `${bytes(place.valueBytes)} of ${value.found ? kind(value) : "nothing"}`,
    ],
    ["Time to live", value.found ? life : "–"],
  ];
  return h(
    "dl",
    { class: "figures small" },
    rows.map(([name, text]) => h("div", {}, h("dt", {}, name), h("dd", {}, text))),
  );
}

function copies(place) {
  const columns = [{ name: "Copy on" }, { name: "Role" }, { name: "State" }, { name: "Version" }];
  const rows = place.copies.map((copy) => [
    shortName(copy.node),
    copy.role,
    copy.state,
    copy.version ?? "–",
  ]);
  return table("Copies of the slot", columns, rows, { hideCaption: true });
}

function moves(all) {
  const columns = [
    { name: "Epoch", number: true },
    { name: "When" },
    { name: "Owner" },
    { name: "What changed" },
  ];
  const rows = all
    .toReversed()
    .map((move) => [
      String(move.epoch),
      `${duration(move.agoMillis)} ago`,
      shortName(move.owner),
      move.changes.join("; ") || "–",
    ]);
  return h(
    "details",
    {},
    h("summary", {}, "How the slot moved"),
    table("Moves", columns, rows, { hideCaption: true }),
  );
}
