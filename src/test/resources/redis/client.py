"""Gives commands to a server through redis-py, and prints the replies.

Usage: client.py plain|cluster PORT. A line of the input is a command, its words in hexadecimal
digits; "-" is an empty one. Each is answered by one line.
"""

import logging
import re
import sys

import redis
import redis.cluster


def connect(kind, port):
    """A client that leaves the replies as they are."""
    if kind == "plain":
        client = redis.Redis(port=port, single_connection_client=True)
        client.response_callbacks.clear()
        return client
    client = redis.cluster.RedisCluster(host="127.0.0.1", port=port)
    for node in client.get_nodes():
        client.get_redis_connection(node).response_callbacks.clear()
    return client


def printed(reply):
    if reply is None:
        return "(nil)"
    if isinstance(reply, bytes):
        return text(reply)
    if isinstance(reply, int):
        return f"(integer) {reply}"
    if isinstance(reply, list):
        return "[" + ", ".join(map(printed, reply)) + "]"
    if isinstance(reply, redis.ResponseError):
        return error(reply)
    return repr(reply)


def error(reply):
    """The code ERR, and no other, is left out by the library."""
    message = str(reply)
    return "(error) " + ("" if re.match("[A-Z]{4,} ", message) else "ERR ") + message


ESCAPES = {"\n": "\\n", "\r": "\\r", "\t": "\\t", '"': '\\"', "\\": "\\\\"}


def text(reply):
    return '"' + "".join(map(character, reply.decode("latin-1"))) + '"'


def character(each):
    if each in ESCAPES:
        return ESCAPES[each]
    return each if " " <= each <= "~" else f"\\x{ord(each):02x}"


def main():
    logging.disable()
    client = connect(sys.argv[1], int(sys.argv[2]))
    for line in sys.stdin:
        words = [b"" if word == "-" else bytes.fromhex(word) for word in line.split()]
        try:
            reply = client.execute_command(words[0].decode(), *words[1:])
        except redis.ResponseError as refused:
            reply = refused
        print(printed(reply), flush=True)


main()
