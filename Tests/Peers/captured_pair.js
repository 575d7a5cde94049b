// A client and a server of the Node package ws that are captured: captured_pair.js COUNT SEED [deflate], as captured_pair.py.
'use strict';
const WebSocket = require('ws');

const [count, seed] = process.argv.slice(2, 4).map(Number);
const perMessageDeflate = process.argv.includes('deflate') ? { threshold: 0 } : false;
const options = { perMessageDeflate, maxPayload: 0 };
let state = BigInt(seed);
// A linear congruential generator, for Node's own takes no seed.
const chance = () => {
  state = (state * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn;
  return Number(state >> 33n) / 2 ** 31;
};
const pick = (list) => list[Math.floor(chance() * list.length)];

const message = () => {
  const length = pick([0, 1, 5, 125, 126, Math.floor(chance() * 3000), pick([10, 65535, 65536, 70000])]);
  const binary = chance() < 0.5;
  const letters = '0123456789abcdefghijklmnopqrstuvwxyz ';
  const part = Array.from({ length: Math.min(length, 200) }, () =>
    binary ? Math.floor(chance() * 256) : letters.charCodeAt(Math.floor(chance() * letters.length)));
  return [Buffer.alloc(length, Buffer.from(part.length > 0 ? part : [0])), binary];
};

const spoken = [];
const say = (socket, name) => {
  let [data, binary] = message();
  spoken.push(`${name} ${binary ? 'binary' : 'text'} ${data.toString('hex')}`);
  if (!binary && data.length > 10 && chance() < 0.3) {
    const cut = Math.floor(data.length / 3);
    socket.send(data.subarray(0, cut), { binary, fin: false });
    data = data.subarray(cut);
  }
  socket.send(data, { binary, fin: true });
  if (chance() < 0.2) socket.ping(Buffer.from(`ping ${spoken.length}`));
};

const server = new WebSocket.Server({ host: '127.0.0.1', port: 0, ...options }, () => console.log(server.address().port));
process.stdin.once('data', () => {
  const client = new WebSocket(`ws://127.0.0.1:${server.address().port}/chat`, options);
  server.once('connection', (other) => {
    let left = count;
    const turn = () => {
      if (left-- === 0) return client.close(4321, 'that is all');
      if (chance() < 0.5) say(client, 'client');
      else say(other, 'server');
    };
    client.on('message', turn);
    other.on('message', turn);
    client.once('open', turn);
    client.once('close', () => {
      console.log(spoken.join('\n'));
      server.close();
      process.stdin.destroy();
    });
  });
});
