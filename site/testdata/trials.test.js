// The trials that are kept in a reader's browser.
import { equal } from './check.js';
import { forbidden, stored } from './claimfakes.js';
import { Trials } from '/static/js/claims/trials.js';

const setup = (name, more = {}) => ({ name, kind: 'run', trials: 2, spec: { lanes: ['sse'], seconds: 3 }, ...more });
const trial = (name, run, values = { 'lanes.sse.delivered': 30 }) => ({
  setup: name,
  run,
  seed: 7,
  at: 1_790_000_000_000_000,
  values,
});
const runs = (trials, of) => trials.of(of).map(({ run }) => run);

const DAY = 24 * 60 * 60 * 1000;

export const cases = {
  'trials are kept by setup, the newest so many'() {
    return stored(() => {
      const [trials, ticker, dense] = [new Trials(), setup('ticker'), setup('dense')];
      equal([trials.has(ticker), trials.of(ticker), trials.made(ticker)], [false, [], null]);
      trials.add(ticker, trial('ticker', 'a'));
      equal(trials.has(ticker), false);
      trials.add(ticker, trial('ticker', 'b'));
      trials.add(dense, trial('dense', 'c'));
      equal([trials.has(ticker), runs(trials, ticker), runs(trials, dense)], [true, ['a', 'b'], ['c']]);
      for (let i = 0; i < 20; i++) trials.add(ticker, trial('ticker', `n${i}`));
      equal(runs(new Trials(), ticker).length, 12);
      equal(
        trials.latest(ticker).map(({ run }) => run),
        ['n18', 'n19'],
      );
      trials.clear();
      equal([runs(trials, ticker), runs(trials, dense)], [[], []]);
    });
  },
  'those of a lab that is broken on purpose are apart'() {
    return stored(() => {
      const [whole, broken, ticker] = [new Trials(), new Trials('drop'), setup('ticker')];
      whole.add(ticker, trial('ticker', 'a'));
      broken.add(ticker, trial('ticker', 'b'));
      whole.add(ticker, trial('ticker', 'c'));
      equal([runs(whole, ticker), runs(broken, ticker)], [['a', 'c'], ['b']]);
      whole.clear();
      equal([runs(whole, ticker), runs(broken, ticker)], [[], ['b']]);
    });
  },
  'a setup that has changed has no trials'() {
    return stored(() => {
      const trials = new Trials();
      trials.add(setup('ticker'), trial('ticker', 'a'));
      const changed = setup('ticker', { spec: { lanes: ['sse'], seconds: 4 } });
      equal([runs(trials, changed), runs(trials, setup('ticker', { trials: 9, title: 'x' }))], [[], ['a']]);
      trials.add(changed, trial('ticker', 'b'));
      equal([runs(trials, changed), runs(trials, setup('ticker'))], [['b'], []]);
    });
  },
  'after a day trials are stale'() {
    return stored(() => {
      const [trials, ticker] = [new Trials(), setup('ticker')];
      equal(trials.stale(ticker), false);
      trials.add(ticker, trial('ticker', 'a'));
      const made = trials.made(ticker);
      equal(
        [Math.abs(Date.now() - made) < 5000, trials.stale(ticker), trials.stale(ticker, made + DAY + 1)],
        [true, false, true],
      );
    });
  },
  'of what is stored only trials are read'() {
    return stored(() => {
      const [trials, ticker] = [new Trials(), setup('ticker')];
      trials.add(ticker, trial('ticker', 'a'));
      const text = localStorage.getItem('wireside.trials');
      for (const [from, to] of [
        ['"a"', '"a'],
        ['"setup":"ticker"', '"setup":"other"'],
        ['"lanes.sse.delivered":30', '"lanes.sse.delivered":"30"'],
        ['"lanes.sse.delivered":30', '"lanes.sse.delivered":null'],
        ['"lanes.sse.delivered":30', Array.from({ length: 1001 }, (_, i) => `"${i}":1`).join()],
        [/"made":\[/, '"made":[7,null,{},'],
        [/^.*$/, 'null'],
        [/^.*$/, '[1]'],
        [/^.*$/, '{"ticker":null}'],
      ]) {
        localStorage.setItem('wireside.trials', text.replace(from, to));
        const kept = String(from) === String(/"made":\[/) ? ['a'] : [];
        equal(runs(trials, ticker), kept, String(to).slice(0, 40));
      }
      trials.add(ticker, trial('ticker', 'b'));
      equal(runs(trials, ticker), ['b'], 'and it is written anew:');
    });
  },
  'the setups kept are bounded'() {
    return stored(() => {
      const trials = new Trials();
      for (let i = 0; i < 70; i++) trials.add(setup(`s${i}`), trial(`s${i}`, 'a'));
      equal(Object.keys(JSON.parse(localStorage.getItem('wireside.trials'))).length, 60);
      equal([runs(trials, setup('s9')), runs(trials, setup('s10'))], [[], ['a']]);
    });
  },
  'without storage they are kept as long as the page is'() {
    return forbidden(() => {
      const [trials, ticker] = [new Trials('private'), setup('ticker')];
      trials.add(ticker, trial('ticker', 'a'));
      trials.add(ticker, trial('ticker', 'b'));
      equal([runs(new Trials('private'), ticker), trials.has(ticker)], [['a', 'b'], true]);
      trials.clear();
      equal(runs(trials, ticker), []);
    });
  },
};
