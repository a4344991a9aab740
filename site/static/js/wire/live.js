// The live view of the wire: a WebSocket on which the server tells what it saw, unit by unit, in batches. What the page
// has to say of its run goes up the same way: a browser has but six connections to an origin for requests, and the
// lanes may have taken them all.
//
// It comes without the units' bytes and fields (detail=0). Those of the chosen one are fetched when someone looks.
import { moment } from '../lanes/moment.js';

const PAUSE = 700; // ms before the view is opened again
const TRIES = 2; // in a row
const DELETED = 1000; // the close code of a run that is no more

// watch opens the view and returns {close(), send(object)}. What is sent while it isn't open goes nowhere. Handlers, of
// which the page may leave out what it doesn't need:
//   onHello({run, muted, from})   muted: a sentence on what the view leaves out
//   onUnits(units, dropped)       dropped: how many units this view will never get
//   onLedger(ledger)              about twice a second
//   onIncident(incident)          something went wrong in a learner's code, or did so again; those of before a view was
//                                 opened come with it
//   onNow(question, at, arrived)  answers {now: question}: at is the server's clock, Unix time in µs
//   onOpen()                      the view is open, for the first time or once more
//   onLost(over)                  the view is gone and doesn't come back: the server may be, too; over: it said itself
//                                 that the run is deleted
//
// after: the seq of the last unit that is known already.
export function watch(url, { onHello, onUnits, onLedger, onIncident, onNow, onOpen, onLost }, after = 0) {
  let socket;
  let last = after; // seq of the last unit told
  let tries = 0;
  let timer = 0;

  function open() {
    const address = new URL(`${url}?detail=0&after=${last}`, location.href);
    address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
    socket = new WebSocket(address);
    socket.onopen = () => onOpen?.();
    socket.onmessage = ({ data }) => {
      const arrived = moment();
      const { hello, units, dropped, ledger, incident, now, at } = JSON.parse(data);
      tries = 0;
      if (now !== undefined) onNow?.(now, at, arrived);
      if (hello) onHello(hello);
      if (units?.length) last = units.at(-1).seq;
      if (units || dropped) onUnits(units ?? [], dropped ?? 0);
      if (ledger) onLedger(ledger);
      if (incident) onIncident?.(incident);
    };
    socket.onclose = ({ code }) => {
      if (code === DELETED || ++tries > TRIES) onLost(code === DELETED);
      else timer = setTimeout(open, PAUSE);
    };
  }

  open();
  return {
    send(object) {
      if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(object));
    },
    close() {
      clearTimeout(timer);
      socket.onclose = null;
      socket.close(1000);
    },
  };
}
