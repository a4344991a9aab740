// The style sheet's colours, for the canvas, which knows no custom properties.
const NAMES = [
  'polling',
  'longpolling',
  'sse',
  'websocket',
  'fallback',
  'server',
  'bad',
  'rule',
  'rule-2',
  'ink-2',
  'ink-3',
  'paper',
];

export function palette(parent) {
  const probe = parent.appendChild(document.createElement('i'));
  const colours = {};
  for (const name of NAMES) {
    probe.style.color = `var(--${name})`;
    colours[name] = getComputedStyle(probe).color;
  }
  probe.remove();
  return colours;
}
