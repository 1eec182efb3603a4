"""A client of Apothik's bridge (docs/protocol.md). One request at a time, for one thread."""
import base64, itertools, json, os, socket, ssl, struct, sys


class Refused(Exception):
    def __init__(self, frame):
        self.code = frame.get("failureCode")
        self.name, _, self.reason = frame["message"].partition(": ")
        super().__init__(f"{self.name} ({self.code}): {self.reason}")


class Apothik:
    def __init__(self, host="127.0.0.1", port=7171, user=None, password=None, tls_ca=None):
        """With a PEM file as tls_ca, over TLS; with a user, as that one."""
        connection = socket.create_connection((host, port), timeout=30)
        if tls_ca:
            context = ssl.create_default_context(cafile=tls_ca)
            connection = context.wrap_socket(connection, server_hostname=host)
        self.stream = connection.makefile("rwb")
        self.numbers = itertools.count(1)
        if user:
            self.ask("auth", user=user, password=password)

    def ask(self, op, **fields):
        """The body of the reply; raises Refused for an err frame."""
        number, body = str(next(self.numbers)), {"op": op, **fields}
        request = {"type": "send", "address": "apothik", "replyAddress": number, "body": body}
        content = json.dumps(request, ensure_ascii=False).encode("utf-8")
        self.stream.write(struct.pack(">i", len(content)) + content)
        self.stream.flush()
        reply = self.receive()
        while reply.get("address", number) != number:  # an earlier call gave up waiting for it
            reply = self.receive()
        if reply["type"] == "err":
            raise Refused(reply)
        return reply["body"]

    def receive(self):
        length = self.stream.read(4)
        if len(length) < 4:
            raise ConnectionError("the bridge closed the connection")
        return json.loads(self.stream.read(struct.unpack(">i", length)[0]))

    def put(self, key, value):
        """Stores text, or bytes of any kind."""
        if isinstance(value, bytes):
            text = base64.b64encode(value).decode()
            return self.ask("put", key=key, value=text, encoding="base64")
        return self.ask("put", key=key, value=value)

    def get(self, key):
        """The value as text, or as bytes if it is no text; None if there is none."""
        reply = self.ask("get", key=key)
        return base64.b64decode(reply["value"]) if "encoding" in reply else reply.get("value")

    def delete(self, key):
        return self.ask("delete", key=key)["found"]

    def exists(self, key):
        return self.ask("exists", key=key)["found"]


FIELDS = {"put": ["key", "value"], "fill": ["number", "count", "from"], "start": ["number"],
          "kill": ["node"]}

# HOST PORT OP [FIELD...], such as 127.0.0.1 7171 put city Paris; who asks, from the environment
if __name__ == "__main__":
    host, port, op, *values = sys.argv[1:]
    fields = dict(zip(FIELDS.get(op, ["key"]), values))
    for name in {"number", "count", "from"} & fields.keys():
        fields[name] = int(fields[name])
    names = ["APOTHIK_USER", "APOTHIK_PASSWORD", "APOTHIK_TLS_CA"]
    cache = Apothik(host, int(port), *map(os.environ.get, names))
    print(json.dumps(cache.ask(op, **fields), ensure_ascii=False))
