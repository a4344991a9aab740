// What a stranger's page can do: open a WebSocket to anywhere. The browser asks nobody; it only says in the header
// Origin where the page is from.
//
// This is no module: a page without an origin may load scripts of any site, but modules only where the site allows it.
addEventListener('message', ({ source, origin, data }) => {
  if (source !== parent) return;
  for (const { lane, url } of data) {
    let events = 0;
    let state = 'refused';
    const tell = () => source.postMessage({ lane, state, events }, origin);
    const socket = new WebSocket(url.replace('http', 'ws'));
    socket.onopen = () => {
      state = 'open';
      tell();
    };
    socket.onmessage = () => {
      events++;
      tell();
    };
    socket.onclose = () => {
      if (state === 'open') state = 'closed';
      tell();
    };
  }
});
