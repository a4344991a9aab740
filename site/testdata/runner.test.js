// Trials made one after the other, in a browser of fakes: what is asked of the server, in which order, and what is told.
import { equal } from './check.js';
import { result, stored } from './claimfakes.js';
import { event, faked } from './fakes.js';
import { Runner } from '/static/js/claims/runner.js';
import { Trials } from '/static/js/claims/trials.js';
import { loadHistograms } from '/static/js/histogram.js';

await loadHistograms();

const claim = (number, ...setups) => ({ claim: number, measurable: setups.length > 0, setups });
const setup = (name, kind = 'source', more = {}) => ({ name, title: name, kind, trials: 1, ...more });
const ticker = setup('ticker', 'run', { trials: 2, spec: { lanes: ['sse'], seconds: 3, leadMs: 500 } });

const BOOK = {
  broken: '',
  claims: [claim(1), claim(2, 'one'), claim(3, 'two', 'one'), claim(4, 'ticker')],
  setups: { one: setup('one'), two: setup('two'), ticker },
};

const SOURCE = '/api/claims/source';
const trial = (name, run) => ({ setup: name, run, at: 1, values: { a: 1 } });

// began makes a Runner whose events are written down: progress by its trial, the others by their type and what counts.
function began(book = BOOK) {
  const runner = new Runner(book, new Trials(book.broken));
  const told = [];
  const write = {
    start: ({ claims, setups }) => [claims, setups.map(({ name }) => name)],
    trial: ({ setup, trial }) => [setup, trial.run],
    setback: ({ setup, trial, of, why }) => [setup, trial, of, why],
    trouble: ({ setup, claims, why }) => [setup, claims, why],
    result: ({ claim, result }) => [claim, result.words],
    end: ({ stopped, why }) => [stopped, why],
  };
  for (const [type, words] of Object.entries(write))
    runner.addEventListener(type, ({ detail }) => told.push([type, ...words(detail)]));
  const progress = [];
  runner.addEventListener('progress', ({ detail }) => progress.push(detail));
  return { runner, told, progress, last: () => told.at(-1) };
}

// hide has the page hidden, or seen again.
function hide(hidden) {
  Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
  document.dispatchEvent(new Event('visibilitychange'));
}

// born answers the requests that make a run of one SSE lane.
async function born({ asked, time, sources, sockets }, id) {
  const now = () => (performance.timeOrigin + time.now) * 1000;
  await time.pass(1);
  await asked.find('POST', '/api/runs').answer({
    ...{
      id,
      now: now(),
      createdAt: now(),
      endsAt: now() + 3_500_000,
      wire: `/api/runs/${id}/wire`,
      lateMs: 1000,
      skewMs: 0,
    },
    ...{ upstream: 0, seconds: 3 },
    clients: [
      {
        name: 'sse',
        technique: 'sse',
        title: 'SSE',
        url: `/labs/sse?run=${id}`,
        profile: {},
        choices: { retryMs: 1000 },
      },
    ],
  });
  for (let i = 0; i < 3; i++) await asked.find('GET', `/api/runs/${id}`).answer({ now: now() });
  sockets.at(-1).open();
  sources.at(-1).open();
  return { source: sources.at(-1), view: sockets.at(-1) };
}

// over has a run come to its end, and answers what is asked of it then.
async function over({ asked, time }, id, { view }, published = 0) {
  await time.pass(3600);
  await asked.find('POST', `/api/runs/${id}/stop`).answer({ published });
  await time.pass(100);
  const question = view.sent.map((text) => JSON.parse(text)).findLast(({ now }) => now).now;
  view.message({ now: question, at: 1 });
  await time.pass(1);
  await asked.find('GET', `/api/runs/${id}/trial?setup=ticker`).answer(trial('ticker', id));
  await asked.find('DELETE', `/api/runs/${id}`).answer('');
}

const ran = (test) => stored(() => faked(test));

export const cases = {
  'each setup is run once, in the order of the server, and a claim is judged as soon as it can be'() {
    return ran(async ({ asked, settle }) => {
      const { runner, told, progress } = began();
      equal(
        runner.setupsOf([3, 2]).map(({ name }) => name),
        ['one', 'two'],
      );
      const over = runner.run([3, 2, 1, 99]);
      equal([runner.running, told], [true, [['start', [2, 3], ['one', 'two']]]]);
      await settle();
      await asked.find('GET', SOURCE).answer(trial('one', 'a'));
      const { url, options } = asked.last;
      const { client, ...body } = JSON.parse(options.body);
      equal(
        [url, options.method, body, client.kind],
        ['/api/claims/2/verdict', 'POST', { trials: [trial('one', 'a')] }, 'page'],
      );
      await asked.last.answer(result({ words: 'second' }));
      await asked.last.answer(trial('two', 'b'));
      equal(
        [asked.last.url, JSON.parse(asked.last.options.body).trials],
        ['/api/claims/3/verdict', [trial('two', 'b'), trial('one', 'a')]],
      );
      await asked.last.answer(result({ words: 'third' }));
      await over;
      equal(told.slice(1), [
        ['trial', 'one', 'a'],
        ['result', 2, 'second'],
        ['trial', 'two', 'b'],
        ['result', 3, 'third'],
        ['end', false, ''],
      ]);
      equal(
        progress.map(({ setup, k, n, trial, of, waiting }) => [setup, k, n, trial, of, waiting]),
        [
          ['one', 1, 2, 1, 1, ''],
          ['two', 2, 2, 1, 1, ''],
        ],
      );
      equal([runner.running, asked.all.length, runner.trials.of(BOOK.setups.one).length], [false, 4, 1]);
    });
  },
  'the verdict of a lab that is broken says so'() {
    return ran(async ({ asked, settle }) => {
      const { runner } = began({ ...BOOK, broken: 'drop' });
      const over = runner.run([2]);
      await settle();
      await asked.last.answer(trial('one', 'a'));
      equal(JSON.parse(asked.last.options.body).broken, 'drop');
      await asked.last.answer(result({ broken: 'drop' }));
      await over;
      equal([new Trials('drop').of(BOOK.setups.one).length, new Trials().of(BOOK.setups.one).length], [1, 0]);
    });
  },
  'one Runner is at work in a page'() {
    return ran(async ({ asked, settle }) => {
      const first = began();
      const second = began();
      const over = first.runner.run([2]);
      let refused = '';
      await second.runner.run([2]).catch(({ message }) => (refused = message));
      equal(refused, 'Claims are being run in this page already. Stop that first.');
      const stopped = first.runner.stop();
      await settle();
      await Promise.all([over, stopped]);
      equal([first.last(), second.told], [['end', true, ''], []]);
      const again = second.runner.run([]);
      await again;
      equal(second.last(), ['end', false, '']);
      equal(asked.all.length <= 1, true);
    });
  },
  'what fails is made again, twice at most, and then the claim goes without'() {
    return ran(async ({ asked, time }) => {
      const { runner, told } = began();
      const over = runner.run([2, 4]);
      for (let i = 0; i < 3; i++) {
        await time.pass(1000);
        await asked.find('GET', SOURCE).answer({ error: { message: 'No.' } }, { status: 500 });
      }
      equal(told.slice(1), [
        ['setback', 'one', 1, 1, 'No.'],
        ['setback', 'one', 1, 1, 'No.'],
        ['trouble', 'one', [2], 'No.'],
      ]);
      await time.pass(1);
      await asked.find('POST', '/api/runs').answer({ error: { message: 'rate is 0' } }, { status: 400 });
      await over;
      equal(told.slice(4), [
        ['trouble', 'ticker', [4], 'rate is 0'],
        ['end', false, ''],
      ]);
    });
  },
  'without a server nothing goes on'() {
    return ran(async ({ asked, time }) => {
      const { runner, told } = began();
      const over = runner.run([2, 3]);
      for (let i = 0; i < 3; i++) {
        await time.pass(1000);
        await asked.last.fail();
      }
      await over;
      const away = 'The server does not answer. Is it still running? When it is back, try again.';
      equal(told.slice(-2), [
        ['trouble', 'one', [2, 3], away],
        ['end', false, away],
      ]);
    });
  },
  'a verdict that is refused is told, and the others go on'() {
    return ran(async ({ asked, settle }) => {
      const { runner, told } = began();
      const over = runner.run([2, 3]);
      await settle();
      await asked.last.answer(trial('one', 'a'));
      await asked.last.answer({ error: { message: 'Too many.' } }, { status: 413 });
      await asked.last.answer(trial('two', 'b'));
      await asked.last.answer(result({ words: 'third' }));
      await over;
      equal(told.slice(2), [
        ['trouble', '', [2], 'Too many.'],
        ['trial', 'two', 'b'],
        ['result', 3, 'third'],
        ['end', false, ''],
      ]);
    });
  },
  'a run is made, followed, boiled down and forgotten'() {
    return ran(async (browser) => {
      const { asked, time } = browser;
      const { runner, told, progress } = began();
      equal(runner.seconds([4]), 7.8);
      const measured = runner.measure(['ticker']);
      for (const id of ['r1', 'r2']) {
        const run = await born(browser, id);
        equal(asked.find('POST', '/api/runs').options.body, JSON.stringify(ticker.spec));
        await time.pass(600);
        run.source.message(event(1));
        run.source.message(event(2));
        await time.pass(300);
        const { secondsLeft, published, lanes } = progress.at(-1);
        equal(
          [secondsLeft.toFixed(1), published, lanes[0].name, lanes[0].delivered],
          [id === 'r1' ? '7.0' : '3.5', 2, 'sse', 2],
        );
        await over(browser, id, run, 2);
        equal(run.source.closed, true);
      }
      equal([...(await measured)], [['ticker', [trial('ticker', 'r1'), trial('ticker', 'r2')]]]);
      equal(
        told.map(([type]) => type),
        ['start', 'trial', 'trial', 'end'],
      );
      const again = runner.measure(['ticker'], { reuse: true });
      equal((await again).get('ticker').length, 2);
      equal(told.slice(4), [
        ['start', [], ['ticker']],
        ['end', false, ''],
      ]);
    });
  },
  'a trial that nobody saw is thrown away, and made again when somebody looks'() {
    return ran(async (browser) => {
      const { asked, time } = browser;
      const { runner, told, progress } = began();
      const measured = runner.measure(['ticker']);
      try {
        const run = await born(browser, 'r1');
        await time.pass(1000);
        hide(true);
        await time.pass(1);
        equal([run.source.closed, Boolean(asked.find('DELETE', '/api/runs/r1'))], [true, true]);
        await asked.find('DELETE', '/api/runs/r1').answer('');
        await time.pass(60_000);
        equal(
          [progress.at(-1).waiting, told.at(-1)],
          [
            'This page is hidden: the next run begins when you look at it.',
            ['setback', 'ticker', 1, 2, 'The page was hidden during this trial.'],
          ],
        );
        const before = asked.all.length;
        hide(false);
        for (const id of ['r2', 'r3']) await over(browser, id, await born(browser, id));
        equal((await measured).get('ticker').length, 2);
        equal(asked.all.length > before, true);
      } finally {
        delete document.hidden;
      }
    });
  },
  'a server that is full is asked again for some minutes, and that is shown'() {
    return ran(async (browser) => {
      const { asked, time } = browser;
      const { runner, told, progress } = began();
      const measured = runner.measure(['ticker']);
      const refuse = async (status, code) => {
        await time.pass(4000);
        await asked.find('POST', '/api/runs').answer({ error: { code, message: 'Full.' } }, { status });
      };
      for (let i = 0; i < 20; i++) await refuse(429, 'too_many_runs');
      equal(
        [told.map(([type]) => type), progress.at(-1).waiting, progress.at(-1).trial],
        [['start'], 'The server has no room for a run just now: this one begins when it has.', 1],
      );
      await time.pass(4000);
      const run = await born(browser, 'r1');
      await time.pass(300);
      equal(progress.at(-1).waiting, '');
      await time.pass(3300);
      await asked.find('POST', '/api/runs/r1/stop').answer({ published: 0 });
      await time.pass(100);
      run.view.message({ now: JSON.parse(run.view.sent.at(-1)).now, at: 1 });
      await time.pass(1);
      // Others took its place before it was boiled down.
      const forgotten = { error: { code: 'no_such_run', message: 'Forgotten.' } };
      await asked.find('GET', '/api/runs/r1/trial?setup=ticker').answer(forgotten, { status: 404 });
      await asked.find('DELETE', '/api/runs/r1').answer('');
      for (const id of ['r2', 'r3']) {
        await time.pass(4000);
        await over(browser, id, await born(browser, id));
      }
      equal((await measured).get('ticker').length, 2);

      const before = told.length;
      const inVain = runner.measure(['ticker']);
      for (let i = 0; told.at(-1)[0] !== 'trouble' && i < 200; i++) {
        await time.pass(4000);
        const post = asked.all.findLast(({ url, options }) => url === '/api/runs' && options.method === 'POST');
        await post.answer({ error: { message: 'Full.' } }, { status: 429 });
      }
      await inVain;
      const setbacks = told.slice(before).filter(([type]) => type === 'setback');
      equal([setbacks.length, told.at(-2)], [2, ['trouble', 'ticker', [], 'Full.']]);
    });
  },
  'to stop closes the lanes, has the run deleted and keeps what is made'() {
    return ran(async (browser) => {
      const { asked, time } = browser;
      const { runner, last } = began();
      const ran = runner.run([4]);
      await over(browser, 'r1', await born(browser, 'r1'));
      const run = await born(browser, 'r2');
      await time.pass(500);
      const stopped = runner.stop();
      await time.pass(1);
      equal([run.source.closed, runner.running], [true, true]);
      await asked.find('DELETE', '/api/runs/r2').answer('');
      await Promise.all([ran, stopped]);
      equal([last(), runner.running, runner.trials.of(ticker).length], [['end', true, ''], false, 1]);
      await runner.stop();
    });
  },
};
