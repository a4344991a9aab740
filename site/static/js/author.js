// For who writes lessons: the page is loaded again when the working copy changes, and stays where it was.
const PLACE = 'wireside.author';
const mine = Number(new URL(import.meta.url).searchParams.get('edition'));
const scrolls = () => [document.querySelector('.lesson'), document.scrollingElement].filter(Boolean);

function listen() {
  const socket = new WebSocket(`${location.origin.replace('http', 'ws')}/api/lessons/live`);
  socket.onmessage = ({ data }) => {
    if (JSON.parse(data).edition === mine) return;
    sessionStorage.setItem(PLACE, JSON.stringify([location.pathname, ...scrolls().map((box) => box.scrollTop)]));
    location.reload();
  };
  socket.onclose = () => setTimeout(listen, 1000); // the server may be on its way back
}

const [path, ...tops] = JSON.parse(sessionStorage.getItem(PLACE) ?? '[]');
if (path === location.pathname) scrolls().forEach((box, i) => (box.scrollTop = tops[i] ?? 0));
sessionStorage.removeItem(PLACE);
listen();
