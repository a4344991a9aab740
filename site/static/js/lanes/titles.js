// The lanes as people meet them: names, hues and marks by technique. A lane that is a variant, "sse-noids", shares all of
// it with its technique. "http" is the plain HTTP of an application behind the proxy.
export const TITLES = {
  polling: 'Polling',
  longpolling: 'Long polling',
  http: 'HTTP',
  sse: 'SSE',
  websocket: 'WebSocket',
  fallback: 'Fallback',
};

// HUES are the style sheet's custom properties. Fallback has no hue of its own: it is whichever technique works.
export const HUES = {
  polling: 'polling',
  longpolling: 'longpolling',
  http: 'ink-3',
  sse: 'sse',
  websocket: 'websocket',
  fallback: 'ink-3',
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
