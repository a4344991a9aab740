// The inspector's page: one run's wire, from what the server has kept to what comes.
import { call } from './api.js';
import { el, write } from './dom.js';
import { count } from './format.js';
import { keys } from './keys.js';
import { Address, placeOf } from './wire/address.js';
import { backlog } from './wire/backlog.js';
import { watch } from './wire/live.js';
import { WirePane } from './wire/pane.js';
import { Source } from './wire/source.js';

const GONE = 404; // the status of what is no longer kept
const KEPT = 'The server no longer keeps this run. What the list shows is all that this page has of it.';
const AWAY = 'The server does not answer. Is it still running? When it is back, load this page again.';
const ANEW = 'The server was started anew. Load this page again to see what crosses now.';
const TICK = 1000; // ms between two looks at how many units are held back

const page = document.getElementById('bench');
const notice = document.getElementById('notice');
const status = document.getElementById('state');
const wire = new WirePane();
keys(wire);
addEventListener('hashchange', () => location.hash.startsWith('#field-') && wire.pick(placeOf(location).field));
open(page.dataset.run).catch((trouble) => tell(trouble));

async function open(id) {
  const run = await call('GET', `/api/runs/${id}`);
  const source = new Source({ id, since: run.createdAt, events: !run.to });
  const address = new Address(source);
  wire.onPlace = (seq, field) => address.follow(seq, field);
  wire.begin(source, run.to && `Open ${run.listen} in place of ${run.to}: what crosses shows here.`);
  if (run.to) {
    const door = el('a', { href: run.listen, target: '_blank', rel: 'noreferrer' }, run.listen);
    document.getElementById('where').append(' · connect to ', door);
  }

  const { seq, field } = placeOf(location);
  if (seq) {
    wire.follow(false);
    wire.open(seq, field);
  }
  let known = 0;
  const last = await backlog(run.units, 0, (units) => {
    wire.add(units);
    known += units.length;
    write(status, `loading: ${count(known)} units`);
  });
  if (seq) wire.locate();
  live(run, last);
}

// live goes on with what comes.
function live({ id, state, createdAt, endsAt, now, skewMs = 0, wire: url }, after) {
  let ledger = null;
  let greeted = false;
  write(status, state === 'ended' ? 'ended' : 'live');
  const left = endsAt && (endsAt - now) / 1000 + skewMs; // of the two, only `now` is of the clock that may be made to run ahead
  const ending = endsAt && setTimeout(() => write(status, 'ended'), left);
  const { close } = watch(
    url,
    {
      onHello: async ({ muted }) => {
        wire.muted(muted);
        const back = greeted;
        greeted = true;
        if (!back || !(await isAnother({ id, createdAt }))) return;
        close();
        rest();
        tell({ message: ANEW });
      },
      onUnits: (units, dropped) => wire.add(units, dropped),
      onLedger: (told) => {
        ledger = told;
        wire.ledger(told);
      },
      onLost: (over) => {
        rest();
        if (over) tell({ status: GONE });
        else lost(id);
      },
    },
    after,
  );
  const timer = setInterval(() => ledger && wire.total(ledger.wire), TICK);
  const rest = () => {
    clearInterval(timer);
    clearTimeout(ending);
  };
  addEventListener('pagehide', close);
  // A page that comes back from the browser's cache starts anew.
  addEventListener('pageshow', (event) => event.persisted && location.reload());
}

// A view that came back may be another server's, whose run of the same name counts its units from 1: a proxy's always has
// the same.
async function isAnother({ id, createdAt }) {
  try {
    return (await call('GET', `/api/runs/${id}`)).createdAt !== createdAt;
  } catch {
    return false; // gone again, which the view finds out, too
  }
}

// The live view is gone for good: has the run gone, or the server?
async function lost(id) {
  write(status, 'no longer live');
  try {
    await call('GET', `/api/runs/${id}`);
    tell({ message: 'The view of the wire broke off. Load the page again to go on.' });
  } catch (trouble) {
    tell(trouble);
  }
}

function tell({ status: code, message }) {
  notice.textContent = { 0: AWAY, [GONE]: KEPT }[code] ?? message;
  notice.hidden = false;
  write(status, code === GONE ? 'no longer kept' : 'not live');
}
