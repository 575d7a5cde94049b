// A peer of the Node package ws that compresses by chance: random_peer.js SEED TERMS [URL], as random_peer.py.
'use strict';
const assert = require('assert');
const WebSocket = require('ws');

const [seed, terms, url] = process.argv.slice(2);
let state = BigInt(seed);
// A linear congruential generator, for Node's own takes no seed.
const chance = () => {
  state = (state * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn;
  return Number(state >> 33n) / 2 ** 31;
};
const pick = (list) => list[Math.floor(chance() * list.length)];

const camel = (name) => name.replace(/_(.)/g, (_, letter) => letter.toUpperCase());
const perMessageDeflate = { threshold: 0 };
for (const [name, value] of Object.entries(JSON.parse(terms))) perMessageDeflate[camel(name)] = value;
const options = { perMessageDeflate, maxPayload: 0 };

const send = (socket, data, binary) => {
  while (data.length > 0 && chance() < 0.5) {
    const count = Math.floor(chance() * data.length);
    socket.send(data.subarray(0, count), { binary, fin: false });
    if (chance() < 0.3) socket.ping();
    data = data.subarray(count);
  }
  socket.send(data, { binary, fin: true });
};

const message = () => {
  const count = pick([0, 1, 20, 300, 5000, 70000]);
  const words = Array.from({ length: count >> 3 }, () => pick(['the same ', 'ä€𝄞', '\n', '0123456789']));
  const binary = chance() < 0.5;
  const noise = binary ? Array.from({ length: count >> 2 }, () => Math.floor(chance() * 256)) : [];
  return [Buffer.concat([Buffer.from(words.join('')), Buffer.from(noise)]), binary];
};

if (url) {
  const socket = new WebSocket(url, options);
  let left = 40;
  let sent;
  const next = () => {
    if (left-- === 0) return socket.close(1000);
    sent = message();
    send(socket, ...sent);
  };
  socket.on('open', next);
  socket.on('message', (data, binary) => {
    assert.ok(data.equals(sent[0]) && binary === sent[1], `message ${left}`);
    next();
  });
  socket.on('close', (code) => console.log('ok', code));
} else {
  const server = new WebSocket.Server({ host: '127.0.0.1', port: 0, ...options }, () => console.log(server.address().port));
  server.on('connection', (socket) => socket.on('message', (data, binary) => send(socket, data, binary)));
}
