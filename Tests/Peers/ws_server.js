// A server of the Node package ws: the request's path says how it behaves, as in websockets_server.py.
'use strict';
const fs = require('fs');
const http = require('http');
const https = require('https');
const { WebSocketServer } = require('ws');

const argument = (name) => {
  const index = process.argv.indexOf(name);
  return index < 0 ? undefined : process.argv[index + 1];
};

const server = argument('--cert')
  ? https.createServer({ cert: fs.readFileSync(argument('--cert')), key: fs.readFileSync(argument('--key')) })
  : http.createServer();
const perMessageDeflate = process.argv.includes('--deflate') ? { threshold: 0 } : false;
const sockets = new WebSocketServer({ server, maxPayload: 0, perMessageDeflate });

sockets.on('connection', (socket, request) => {
  const words = decodeURIComponent(request.url).split('/').filter((word) => word.length > 0);
  const behaviour = words[0] || 'echo';
  socket.on('close', (code, reason) => console.log('closed', code, reason.toString()));
  socket.on('error', (error) => console.log('error', error.message));
  if (behaviour === 'greet') {
    for (let number = 0; number < Number(words[1]); number++) socket.send(`greeting ${number}`);
    return socket.close(1000);
  }
  if (behaviour === 'close-first') return socket.close(Number(words[1]), words[2] || '');

  const echo = (data, binary) => {
    if (behaviour === 'silent') return;
    if (behaviour === 'fragments') {
      const third = Math.floor(data.length / 3);
      socket.send(data.subarray(0, third), { binary, fin: false });
      socket.ping();
      socket.send(data.subarray(third, 2 * third), { binary, fin: false });
      socket.send(data.subarray(2 * third), { binary, fin: true });
    } else {
      socket.send(data, { binary });
    }
    if (behaviour === 'close') socket.close(Number(words[1]), words[2]);
    if (behaviour === 'terminate') socket.terminate();
  };
  socket.on('message', (data, binary) => {
    if (behaviour !== 'ping') return echo(data, binary);
    socket.once('pong', () => echo(data, binary));
    socket.ping('are you there');
  });
});

server.listen(0, '127.0.0.1', () => console.log(server.address().port));
