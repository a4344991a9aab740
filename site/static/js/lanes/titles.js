// The lanes' names for people, in the order in which every part of the page shows them. "http" is the plain HTTP of an
// application behind the proxy.
export const TITLES = {
  polling: 'Polling',
  longpolling: 'Long polling',
  http: 'HTTP',
  sse: 'SSE',
  websocket: 'WebSocket',
};
