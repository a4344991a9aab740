// What the bench says of the learner's code in a run.
import { equal } from './check.js';

async function drawn() {
  document.body.append(Object.assign(document.createElement('section'), { id: 'yours', hidden: true }));
  document.body.append(Object.assign(document.createElement('p'), { id: 'announce' }));
  const yours = await import('/static/js/yours.js');
  return { ...yours, box: document.getElementById('yours') };
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
    equal([box.children.length, box.querySelector('.incident')], [1, null]);
    box.remove();
    document.getElementById('announce').remove();
  },
};
