// Claims measured beside a lesson, with the claims page's own runs. A browser has but six connections to an origin: while
// the bench runs no claim is measured, and none goes on when the bench is started.
const AWAY = 'The server does not answer. Is it still running? When it is back, try again.';
const RUNNING = 'The bench is running, and a measurement needs the browser for itself.';
const STARTED =
  'The bench was started, and a measurement needs the browser for itself. Measure it again when the bench rests.';

export class Measuring {
  #bench;
  #refresh;
  #runner = null;
  #block = null; // whose claim is being measured
  #work = null; // until it is over
  #why = ''; // it was stopped

  // refresh shows the results that are kept.
  constructor(bench, refresh) {
    this.#bench = bench;
    this.#refresh = refresh;
    bench.addEventListener('start', () => this.stop(STARTED));
  }

  // run measures a block's claim, or says what is in the way and offers to end that.
  run(block) {
    const { number } = this.#block ?? {};
    if (number) this.#offer(block, `Claim ${number} is being measured.`, 'Stop that, measure this', () => this.stop());
    else if (this.#bench.running) this.#offer(block, RUNNING, 'Stop the bench and measure', () => this.#bench.stop());
    else this.#work = this.#all(block);
  }

  // stop ends what is being measured, and resolves when nothing of it is left. why: what the reader is told.
  async stop(why = 'Stopped. The runs that were made are kept.') {
    if (!this.#block) return;
    this.#why = why;
    await this.#runner?.stop();
    await this.#work;
  }

  #offer(block, text, name, clear) {
    block.rest(text, name, async () => {
      await clear();
      this.run(block);
    });
  }

  async #all(block) {
    this.#block = block;
    this.#why = '';
    block.going('Asking the server for the claim’s runs …', 0);
    let trouble;
    try {
      trouble = await this.#measure(block);
    } catch (error) {
      trouble = error.message;
    }
    this.#runner = this.#block = null;
    block.rest(this.#why || trouble);
  }

  // measure resolves to what went wrong; empty if nothing did.
  async #measure(block) {
    const load = Promise.all([
      import('../claims/runner.js'),
      import('../claims/api.js'),
      import('../claims/results.js'),
      import('../claims/words.js'),
    ]);
    const [{ Runner }, { book }, { keep }, { left }] = await load.catch(() => {
      throw new Error(AWAY);
    });
    const answer = await book();
    if (this.#why) return '';
    const runner = (this.#runner = new Runner(answer));
    const setups = runner.setupsOf([block.number]);
    const all = setups.reduce((sum, { trials }) => sum + (trials || 1), 0);
    let made = 0;
    let why = '';
    runner.addEventListener('trial', () => made++);
    runner.addEventListener('progress', ({ detail }) => {
      const { k, n, trial, of, title, secondsLeft, waiting } = detail;
      const place = `${n > 1 ? `Setup ${k} of ${n}, run` : 'Run'} ${trial} of ${of}: ${title}. ${left(secondsLeft)} left.`;
      block.going(waiting ? `${waiting} ${place}` : place, made / all);
    });
    runner.addEventListener('trouble', ({ detail }) => (why = detail.why));
    runner.addEventListener('end', ({ detail }) => (why = detail.why || why));
    runner.addEventListener('result', ({ detail }) => {
      keep(detail.result);
      this.#refresh();
    });
    await runner.run([block.number]);
    return why && `No verdict: ${why}`;
  }
}
