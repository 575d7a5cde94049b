// A client of the Node package ws against an echo server at the URL: prints `ok` when all was echoed.
'use strict';
const assert = require('assert');
const { once } = require('events');
const fs = require('fs');
const WebSocket = require('ws');

// With --deflate it offers compression.
const perMessageDeflate = process.argv.includes('--deflate') ? { threshold: 0 } : false;
const [url, authority] = process.argv.slice(2).filter((word) => word !== '--deflate');
const sizes = [0, 1, 125, 126, 65535, 65536, 16 << 20];

(async () => {
  const options = { perMessageDeflate, maxPayload: 0 };
  if (authority) options.ca = fs.readFileSync(authority);
  const socket = new WebSocket(url, options);
  const waiting = [];
  const arrived = [];
  socket.on('message', (data, binary) => {
    const next = waiting.shift();
    if (next) next([data, binary]);
    else arrived.push([data, binary]);
  });
  const receive = () => (arrived.length ? arrived.shift() : new Promise((resolve) => waiting.push(resolve)));
  await once(socket, 'open');

  for (const size of sizes) {
    for (const binary of [false, true]) {
      const message = Buffer.alloc(size, binary ? Buffer.from([0, 1, 254, 255, 128, 7, 13]) : 'wire text ');
      socket.send(message, { binary });
      const [data, isBinary] = await receive();
      assert.strictEqual(isBinary, binary);
      assert.ok(data.equals(message), `${size} ${binary}`);
    }
  }
  socket.send('in ', { fin: false });
  socket.ping('between');
  socket.send('three ', { fin: false });
  socket.send('fragments', { fin: true });
  const [whole] = await receive();
  assert.strictEqual(whole.toString(), 'in three fragments');
  for (let number = 0; number < 1000; number++) socket.send(`message ${number}`);
  for (let number = 0; number < 1000; number++) {
    assert.strictEqual((await receive())[0].toString(), `message ${number}`);
  }
  socket.ping('payload');
  const [payload] = await once(socket, 'pong');
  assert.ok(['payload', 'between'].includes(payload.toString()));
  socket.close(1000, 'done');
  const [code, reason] = await once(socket, 'close');
  console.log('ok', code, reason.toString());
})().catch((error) => {
  console.error(error);
  process.exit(1);
});
