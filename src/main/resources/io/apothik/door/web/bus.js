/**
 * Asks the cluster, through one node at a time: the raw WebSocket of the Vert.x SockJS bridge. If
 * the node is gone, it goes on through the next one that it knows by itself. Name and password are
 * kept here as long as the page is open, and nowhere else.
 */

const SOCKET = "/eventbus/websocket";
const OPEN_MILLIS_MAX = 1_500;
const ANSWER_MILLIS_MAX = 6_000;
const ROUND_MILLIS = 500;
const PING_MILLIS = 15_000;

/** What the cluster refused, with the name of its code. */
export class Refusal extends Error {
  constructor(code, reason) {
    super(reason);
    this.code = code;
  }
}

export class Bus extends EventTarget {
  /** "connecting", "open", "login" (somebody has to say who asks) or "lost". */
  state = "connecting";

  /** Host and port of the node through which it asks, or asked last. */
  address = location.host;

  #addresses = [location.host];
  #failed = 0;
  #socket = null;
  #login = null;
  #waiting = new Map();
  #last = 0;

  constructor() {
    super();
    setInterval(() => this.#ping(), PING_MILLIS);
  }

  /** These have a page, too. */
  know(addresses) {
    const others = addresses.filter((address) => address !== location.host);
    this.#addresses = [...new Set([location.host, this.address, ...others])];
  }

  /** Begins to ask. */
  open() {
    this.#connect(this.address);
  }

  /** Says who asks; fails if that is wrong, or no node can be reached. */
  async logIn(user, password) {
    this.#login = { op: "auth", user, password };
    this.#connect(this.address);
    return new Promise((resolve, reject) => {
      const settle = () => {
        if (this.state === "open") {
          resolve();
        } else if (this.state === "login") {
          reject(this.refusal);
        } else {
          return;
        }
        this.removeEventListener("state", settle);
      };
      this.addEventListener("state", settle);
    });
  }

  /** Completes with the body of the reply; fails with a Refusal. */
  ask(body, millis = ANSWER_MILLIS_MAX) {
    if (this.state !== "open") {
      return Promise.reject(new Refusal("UNREACHABLE", "no node answers"));
    }
    return this.#send(this.#socket, body, millis);
  }

  /** The node does not answer as it should: goes on through another one. */
  suspect() {
    if (this.state === "open") {
      this.#end(this.#socket);
    }
  }

  #send(socket, body, millis) {
    return new Promise((resolve, reject) => {
      const address = String((this.#last += 1));
      const timer = setTimeout(() => {
        this.#waiting.delete(address);
        reject(new Refusal("TIMEOUT", "no answer came in time"));
      }, millis);
      this.#waiting.set(address, { resolve, reject, timer });
      socket.send(
        JSON.stringify({ type: "send", address: "apothik", replyAddress: address, body }),
      );
    });
  }

  #connect(address) {
    this.#discard();
    this.address = address;
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const socket = new WebSocket(`${scheme}://${address}${SOCKET}`);
    socket.binaryType = "arraybuffer";
    this.#socket = socket;
    const late = setTimeout(() => this.#end(socket), OPEN_MILLIS_MAX);
    socket.addEventListener("open", () => {
      clearTimeout(late);
      this.#greet(socket);
    });
    socket.addEventListener("message", (event) => this.#take(event.data));
    socket.addEventListener("close", () => {
      clearTimeout(late);
      this.#end(socket);
    });
  }

  async #greet(socket) {
    try {
      await this.#send(socket, this.#login ?? { op: "table", epoch: 0 }, ANSWER_MILLIS_MAX);
    } catch (refusal) {
      if (refusal.code === "NOT_AUTHENTICATED") {
        this.#login = null;
        this.#discard();
        this.refusal = refusal;
        this.#become("login");
        return;
      } else if (refusal.code !== "NO_PERMISSION") {
        this.#end(socket);
        return;
      }
    }
    if (socket === this.#socket) {
      this.#failed = 0;
      this.#become("open");
    }
  }

  #take(data) {
    const frame = JSON.parse(typeof data === "string" ? data : new TextDecoder().decode(data));
    const waiting = this.#waiting.get(frame.address);
    if (!waiting) {
      return;
    }
    this.#waiting.delete(frame.address);
    clearTimeout(waiting.timer);
    if (frame.type !== "err") {
      waiting.resolve(frame.body);
      return;
    }
    const colon = String(frame.message).indexOf(": ");
    const refusal = new Refusal(frame.message.slice(0, colon), frame.message.slice(colon + 2));
    waiting.reject(refusal);
    if (refusal.code === "NOT_AUTHENTICATED" && this.state === "open") {
      // The user was taken away, or has another password.
      this.#login = null;
      this.#discard();
      this.refusal = refusal;
      this.#become("login");
    }
  }

  /** This socket is of no use any more: the next address, and after a whole round a pause. */
  #end(socket) {
    if (socket !== this.#socket) {
      return;
    }
    this.#discard();
    this.#become("lost");
    const next =
      this.#addresses[(this.#addresses.indexOf(this.address) + 1) % this.#addresses.length];
    this.#failed += 1;
    const pause = this.#failed % this.#addresses.length === 0 ? ROUND_MILLIS : 0;
    setTimeout(() => {
      if (this.state === "lost" && this.#socket === null) {
        this.#connect(next);
      }
    }, pause);
  }

  #discard() {
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
    for (const { reject, timer } of this.#waiting.values()) {
      clearTimeout(timer);
      reject(new Refusal("UNREACHABLE", "the node is gone; whether it did it is not known"));
    }
    this.#waiting.clear();
  }

  #become(state) {
    this.state = state;
    this.dispatchEvent(new Event("state"));
  }

  #ping() {
    if (this.#socket?.readyState === WebSocket.OPEN) {
      this.#socket.send('{"type":"ping"}');
    }
  }
}
