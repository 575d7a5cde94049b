// A client of the Node package ws at the URL: each line of standard input is a message, each message a line.
'use strict';
const readline = require('readline');
const WebSocket = require('ws');

const socket = new WebSocket(process.argv[2], { perMessageDeflate: false });
socket.on('message', (data) => process.stdout.write(`${data}\n`));
socket.on('open', () => {
  const lines = readline.createInterface({ input: process.stdin });
  lines.on('line', (line) => socket.send(line));
  lines.on('close', () => socket.close(1000));
});
