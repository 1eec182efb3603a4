/** The page: its views, where it asks, and who it asks as. */

import { Bus } from "./bus.js";
import { Cluster } from "./cluster.js";
import { field, h, setText } from "./dom.js";
import * as events from "./events.js";
import { time } from "./format.js";
import * as key from "./key.js";
import * as load from "./load.js";
import * as replay from "./replay.js";
import * as ring from "./ring.js";

const VIEWS = { ring, key, load, events, replay };

const bus = new Bus();
const cluster = new Cluster(bus);
const content = document.getElementById("content");
const status = document.getElementById("status");
const nav = document.getElementById("views");
let leave = () => {};
let showing = null;

nav.append(
  ...Object.entries(VIEWS).map(([name, view]) =>
    h("a", { href: `#${name}`, id: `view-${name}` }, view.title),
  ),
);
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  content.focus();
});

/** Shows the view that the address names, the first one if it names none. */
function route() {
  const named = location.hash.slice(1);
  show(named in VIEWS ? named : "ring");
}

function show(name) {
  leave();
  showing = name;
  content.replaceChildren();
  document.title = name in VIEWS ? `${VIEWS[name].title} – Apothik` : "Apothik";
  for (const link of nav.children) {
    link.toggleAttribute("aria-current", link.id === `view-${name}`);
    if (link.id === `view-${name}`) {
      link.setAttribute("aria-current", "page");
    }
  }
  leave = VIEWS[name].mount(content, { bus, cluster });
}

/** Asks for user and password, which stay in memory. */
function askWho() {
  leave();
  leave = () => {};
  showing = "login";
  const user = h("input", { type: "text", autocomplete: "username", required: true, id: "user" });
  const password = h("input", {
    type: "password",
    autocomplete: "current-password",
    required: true,
    id: "password",
  });
  const error = h("p", { class: "error", role: "alert" });
  const button = h("button", { type: "submit" }, "Go on");
  const submit = async (event) => {
    event.preventDefault();
    button.disabled = true;
    error.textContent = "";
    try {
      await bus.logIn(user.value, password.value);
    } catch (refusal) {
      error.textContent = `That was refused: ${refusal.message}.`;
      password.value = "";
      password.focus();
    }
    button.disabled = false;
  };
  content.replaceChildren(
    h(
      "form",
      { class: "panel login stack", onsubmit: submit, "aria-label": "Who asks" },
      h("h1", {}, "Who asks?"),
      h(
        "p",
        { class: "hint" },
        "The cluster has users. Name and password stay in the memory of this page.",
      ),
      field("User", user),
      field("Password", password),
      error,
      button,
    ),
  );
  user.focus();
}

bus.addEventListener("state", () => {
  if (bus.state === "open") {
    say(
      "fine",
      bus.address === location.host
        ? `Connected to ${bus.address}`
        : `Goes on through ${bus.address} since ${time(Date.now())}`,
    );
    if (showing === "login") {
      route();
    }
  } else if (bus.state === "login") {
    say("warn", `${bus.address} asks who you are`);
    if (showing !== "login") {
      askWho();
    }
  } else {
    say("alarm", `${bus.address} does not answer; trying another node`);
  }
});

cluster.addEventListener("picture", () => {
  if (bus.state === "open" && cluster.refusal) {
    say("warn", `${cluster.refusal.code}: ${cluster.refusal.message}`);
  }
});

function say(level, text) {
  status.dataset.level = level;
  setText(status, text);
}

addEventListener("hashchange", () => {
  if (showing !== "login") {
    route();
    content.focus({ preventScroll: true });
  }
});
route();
bus.open();
