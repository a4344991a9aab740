// The live view of the wire: a WebSocket on which the server tells what it saw, unit by unit, in batches.
//
// It comes without the units' bytes and fields (detail=0). Those of the chosen one are fetched when someone looks.
const PAUSE = 700; // ms before the view is opened again
const TRIES = 2; // in a row
const DELETED = 1000; // the close code of a run that is no more

// watch opens the view and returns the function that closes it. Handlers:
//   onHello({run, muted, from})   muted: a sentence on what the view leaves out
//   onUnits(units, dropped)       dropped: how many units this view will never get
//   onLedger(ledger)              about twice a second
//   onLost(over)                  the view is gone and doesn't come back: the server may be, too; over: it said itself
//                                 that the run is deleted
//
// after: the seq of the last unit that is known already.
export function watch(url, { onHello, onUnits, onLedger, onLost }, after = 0) {
  let socket;
  let last = after; // seq of the last unit told
  let tries = 0;
  let timer = 0;

  function open() {
    const address = new URL(`${url}?detail=0&after=${last}`, location.href);
    address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
    socket = new WebSocket(address);
    socket.onmessage = ({ data }) => {
      const { hello, units, dropped, ledger } = JSON.parse(data);
      tries = 0;
      if (hello) onHello(hello);
      if (units?.length) last = units.at(-1).seq;
      if (units || dropped) onUnits(units ?? [], dropped ?? 0);
      if (ledger) onLedger(ledger);
    };
    socket.onclose = ({ code }) => {
      if (code === DELETED || ++tries > TRIES) onLost(code === DELETED);
      else timer = setTimeout(open, PAUSE);
    };
  }

  open();
  return () => {
    clearTimeout(timer);
    socket.onclose = null;
    socket.close(1000);
  };
}
