// Makes the traffic of session.pcap: HTTP, an event stream and WebSocket, between node and itself. To take it again:
//
//	tcpdump -i lo -U -w session.pcap 'tcp port 18099' & node --experimental-websocket session.mjs; kill %1
import http from 'node:http';
import { createHash } from 'node:crypto';

const port = 18099;

const server = http.createServer((req, res) => {
	if (req.url === '/events') {
		res.writeHead(200, { 'content-type': 'text/event-stream' });
		let n = 0;
		const timer = setInterval(() => {
			res.write(`id: ${++n}\ndata: {"n":${n}}\n\n`);
			if (n === 4) { clearInterval(timer); res.end(': bye\n\n'); }
		}, 5);
		return;
	}
	const body = req.method === 'POST' ? [] : ['hello ', 'from node\n'];
	req.on('data', (d) => body.push(d)).on('end', () => {
		res.writeHead(200, { 'content-type': 'text/plain' });
		body.forEach((d) => res.write(d));
		res.end();
	});
});

server.on('upgrade', (req, socket) => {
	const accept = createHash('sha1').update(req.headers['sec-websocket-key'] + '258EAFA5-E914-47DA-95CA-C5AB0DC85B11').digest('base64');
	socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`);
	socket.write(Buffer.from([0x81, 5, ...Buffer.from('Hello')])); // RFC 6455 5.7
	socket.write(Buffer.from([0x89, 2, 0x68, 0x69])); // a ping
	socket.on('data', (d) => { // a close frame is the only one that is 8 bytes
		if (d.length === 8 && d[0] === 0x88) socket.end(Buffer.from([0x88, 2, 3, 0xe8]));
	});
	socket.on('error', () => {});
});

await new Promise((done) => server.listen(port, '127.0.0.1', done));
const base = `http://127.0.0.1:${port}`;
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
const ask = (path, method = 'GET', body) => new Promise((done) => {
	const req = http.request(base + path, { agent, method }, (res) => res.resume().on('end', done));
	req.end(body);
});
await ask('/');
await ask('/echo', 'POST', 'a body');
await ask('/events');
agent.destroy();
await new Promise((done) => {
	const ws = new WebSocket(`ws://127.0.0.1:${port}/ws`);
	ws.onmessage = () => { ws.send('Hello back'); ws.send(new Uint8Array(200)); setTimeout(() => ws.close(1000), 20); };
	ws.onclose = done;
});
server.close();
