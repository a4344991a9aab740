// What the bench says of the learner's code in a run.
import { equal } from './check.js';
import { moment } from '/static/js/lanes/moment.js';

let section = null; // the module keeps the one that it finds first

async function drawn() {
  section ??= Object.assign(document.createElement('section'), { id: 'yours', hidden: true });
  document.body.append(section, Object.assign(document.createElement('p'), { id: 'announce' }));
  const yours = await import('/static/js/yours.js');
  return { ...yours, box: section };
}

const client = (name, impl, yours) => ({ name, technique: 'sse', title: name.toUpperCase(), choices: { impl }, yours });
const links = (box) => [...box.querySelectorAll('a')].map((a) => a.getAttribute('href'));

export const cases = {
  async 'each lane says whose code serves it, and what goes wrong in that is counted'() {
    const { begin, incident, box } = await drawn();
    begin({ clients: [client('a', 'reference'), client('b', 'scratch')] });
    equal(box.hidden, true);

    begin({
      clients: [client('a', 'yours', ['sse-encode', 'sse-resume']), client('b', 'yours'), client('c', 'yours')],
    });
    const [served, none] = [...box.children].map((p) => p.textContent);
    equal([box.hidden, served.startsWith('A is served by your sse-encode, sse-resume;')], [false, true]);
    equal(none.startsWith('B, C: nothing of these lanes is yours yet, and so the server answers 501.'), true, none);
    equal(links(box), ['/exercises#sse-encode', '/exercises#sse-resume', '/exercises#on-sse', '/exercises#on-sse']);

    const panicked = {
      lane: 'a',
      exercise: 'sse-encode',
      message: 'the code of sse-encode panicked: <b>no</b>',
      stack: 'x.go:3',
      times: 1,
    };
    incident(panicked);
    incident({ ...panicked, times: 1200 });
    incident({ lane: 'a', exercise: 'sse-resume', message: 'it is stuck', stack: '', times: 1 });
    const told = [...box.querySelectorAll('.incident')];
    equal(
      told.map((t) => t.querySelector('p').textContent.trim()),
      ['A: the code of sse-encode panicked: <b>no</b> (1,200 times)', 'A: it is stuck sse-resume'],
    );
    equal(
      told.map((t) => t.querySelector('pre')?.textContent),
      ['x.go:3', undefined],
    );
    equal(links(told[0]), ['/exercises#sse-encode']);

    begin({ clients: [client('a', 'yours', ['sse-encode'])] });
    equal([box.children.length, box.querySelector('.incident')], [2, null]);

    box.remove();
    document.getElementById('announce').remove();
  },

  async 'a lane is judged by what crossed the wire, by what came of it, and by what did not'() {
    const { begin, incident, units, tick, gone, box } = await drawn();
    const asked = [];
    begin({ clients: [client('a', 'yours', ['sse-encode']), client('b', 'reference')] }, (seq) => asked.push(seq));
    const ledger = { unreadable: 0, unread: '', delivered: 0 };
    const run = { ledgers: new Map([['a', ledger]]), running: true, published: 5, started: moment() };
    const said = () => {
      tick(run);
      return [...box.querySelectorAll('.incident p, .well:not([hidden])')].map((p) => p.textContent);
    };
    const well = 'So far, nothing is wrong with it.';
    equal(said(), [well]);
    run.started -= 60_000;
    const show = ' Show the first';
    const silent = 'A: no event has arrived yet: a browser waits for the blank line that ends one.';
    equal([said(), box.querySelector('.incident button').hidden], [[silent + show], true]);

    const unit = { dir: 's2c', kind: 'event', lane: 'a', summary: 'id: 1 · data: x' };
    const error = { name: 'frame-length-not-minimal' };
    units([
      { ...unit, seq: 1 },
      { ...unit, seq: 2, lane: 'b', error },
      { ...unit, seq: 3, dir: 'c2s', error },
      { ...unit, seq: 4, kind: 'end', error: { name: 'incomplete' } },
      { ...unit, seq: 5, summary: 'data: x · ⚠ ignored: ID: 1' },
      { ...unit, seq: 6, error },
      { ...unit, seq: 7, error },
    ]);
    Object.assign(ledger, { unreadable: 2, unread: '{"seq":1,\n' });
    equal(said(), [
      'A: 2 units break a rule; 1 event has lines that a browser passes over; ' +
        `2 messages hold no event of the feed, the last “{"seq":1,↵”.${show}`,
    ]);
    box.querySelector('.incident button').click();
    equal(asked, [5]);

    begin({ clients: [client('a', 'yours', ['sse-encode'])] }, () => {});
    Object.assign(ledger, { unreadable: 0, delivered: 0 });
    equal(said(), [silent + show]);
    incident({ lane: 'a', exercise: 'sse-encode', message: 'it is stuck', stack: '', times: 1 });
    equal(said(), ['A: it is stuck sse-encode ']);
    begin({ clients: [client('a', 'yours', ['sse-encode'])] }, () => {});
    ledger.delivered = 1;
    equal(said(), [well]);
    gone();
    equal(said()[0].includes('os.Exit'), true);
    box.remove();
    document.getElementById('announce').remove();
  },
};
