// What a stranger's page can do: open a WebSocket to anywhere. The browser asks nobody; it only says in the header
// Origin where the page is from.
//
// This is no module: a page without an origin may load scripts of any site, but modules only where the site allows it.
addEventListener('message', ({ source, origin, data }) => {
  if (source !== parent) return;
  for (const { lane, url } of data) {
    let events = 0;
    let state = 'refused';
    let telling = 0;
    const tell = () => source.postMessage({ lane, state, events }, origin);
    const socket = new WebSocket(url.replace('http', 'ws'));
    socket.onopen = () => {
      state = 'open';
      tell();
      telling = setInterval(tell, 5000);
    };
    socket.onmessage = () => events++;
    socket.onclose = () => {
      clearInterval(telling);
      if (state === 'open') state = 'closed';
      tell();
    };
  }
});
