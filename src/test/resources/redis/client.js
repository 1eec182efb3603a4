// Gives commands to a server through ioredis, and prints the replies.
//
// Usage: client.js DIRECTORY plain|cluster PORT, where the directory is that of the installed
// library. A line of the input is a command, its words in hexadecimal digits; "-" is an empty one.
// Each is answered by one line.

const path = require('path');
const readline = require('readline');

const [directory, kind, port] = process.argv.slice(2);
const Redis = require(path.resolve(directory, 'node_modules', 'ioredis'));

const client =
  kind === 'plain'
    ? new Redis({ host: '127.0.0.1', port: Number(port) })
    : new Redis.Cluster([{ host: '127.0.0.1', port: Number(port) }]);

const ESCAPES = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '"': '\\"', '\\': '\\\\' };

function character(octet) {
  const each = String.fromCharCode(octet);
  if (each in ESCAPES) return ESCAPES[each];
  return each >= ' ' && each <= '~' ? each : '\\x' + octet.toString(16).padStart(2, '0');
}

function printed(reply) {
  if (reply === null) return '(nil)';
  if (Buffer.isBuffer(reply)) return '"' + Array.from(reply, character).join('') + '"';
  if (typeof reply === 'string') return printed(Buffer.from(reply, 'utf8'));
  if (typeof reply === 'number') return `(integer) ${reply}`;
  if (reply instanceof Error) return `(error) ${reply.message}`;
  if (Array.isArray(reply)) return `[${reply.map(printed).join(', ')}]`;
  const entries = Object.entries(reply).map(([key, value]) => `${key}: ${printed(value)}`);
  return `{${entries.join(', ')}}`;
}

async function main() {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const words = line.split(' ').map((word) => Buffer.from(word === '-' ? '' : word, 'hex'));
    const reply = client.callBuffer(words[0].toString(), ...words.slice(1));
    console.log(printed(await reply.catch((refused) => refused)));
  }
  client.disconnect();
}

main();
