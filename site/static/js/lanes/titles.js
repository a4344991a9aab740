// What the lanes are called, by technique. A lane that is a variant, "sse-noids", has its technique's hue and mark, which
// the style sheet gives to elements of the technique's class. "http" is the plain HTTP of an application behind the proxy.
export const TITLES = {
  polling: 'Polling',
  longpolling: 'Long polling',
  http: 'HTTP',
  sse: 'SSE',
  websocket: 'WebSocket',
  fallback: 'Fallback',
};

// techniqueOf says of which technique a lane is, by the lane's name.
export function techniqueOf(lane) {
  return lane.split('-', 1)[0];
}

// titleOf is what to call a lane of which nothing but its name is known: "SSE noids".
export function titleOf(lane) {
  const [technique, suffix = ''] = lane.split('-');
  return `${TITLES[technique] ?? technique} ${suffix}`.trim();
}
