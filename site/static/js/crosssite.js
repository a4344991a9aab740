// A page from elsewhere: a frame whose sandbox takes its origin away, so that the browser writes "Origin: null" where a
// stranger's page would have its own. It tries the WebSockets of a run. CORS does not guard them: whether they open is
// up to the server.
const STRANGER = '/static/cross-site.html';

// trespass lets the stranger try each of the lanes, [{name, url}], and returns the function that ends it.
//   onReport({lane, state, events})   state: 'open', 'refused' or 'closed'; events: how many it read. Told when the
//   state changes, and every five seconds
export function trespass(lanes, onReport) {
  const frame = Object.assign(document.createElement('iframe'), { hidden: true, title: 'A page from elsewhere' });
  frame.sandbox = 'allow-scripts';
  frame.src = STRANGER;

  // The stranger has no origin to write to, or to be known by: it is known by its window.
  frame.onload = () => {
    const tasks = lanes.map(({ name, url }) => ({
      lane: name,
      url: String(new URL(`${url}&after=now`, location.href)),
    }));
    frame.contentWindow.postMessage(tasks, '*');
  };
  const hear = ({ source, data }) => {
    if (source === frame.contentWindow) onReport(data);
  };
  addEventListener('message', hear);
  document.body.append(frame);
  return () => {
    removeEventListener('message', hear);
    frame.remove();
  };
}
