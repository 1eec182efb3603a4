/** Replay: the experiment that this system comes from. */

import { h } from "./dom.js";

export const title = "Replay";

export function mount(root) {
  root.append(
    h("h1", {}, "Replay"),
    h(
      "p",
      {},
      "The experiment that this system comes from is replayed by commands: docs/replay.md.",
    ),
  );
  return () => {};
}
