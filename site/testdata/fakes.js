// A browser's timers, sockets and requests, as a test says: nothing waits for real time, nothing leaves the page.

const real = { setTimeout: globalThis.setTimeout.bind(globalThis), random: Math.random };

// settle lets everything happen that waits for nothing but its turn.
const settle = () => new Promise((resume) => real.setTimeout(resume));

// Time stands still until pass().
class Time {
  now = 0; // ms
  #timers = new Map(); // id → {at, run, every}
  #id = 0;

  set(run, ms = 0, every = 0) {
    this.#timers.set(++this.#id, { at: this.now + ms, run, every });
    return this.#id;
  }

  clear(id) {
    this.#timers.delete(id);
  }

  // pass lets ms go by, with all that falls due on the way, in order.
  async pass(ms) {
    const end = this.now + ms;
    for (;;) {
      await settle();
      const [id, due] = [...this.#timers].sort(([, a], [, b]) => a.at - b.at)[0] ?? [];
      if (!due || due.at > end) break;
      this.now = Math.max(this.now, due.at);
      if (due.every) due.at += due.every;
      else this.#timers.delete(id);
      due.run();
    }
    this.now = end;
  }
}

class FakeSocket {
  static CONNECTING = 0;
  static OPEN = 1;
  static CLOSED = 3;
  readyState = 0;
  sent = [];
  left = null; // the code that it was closed with from this side

  constructor(url) {
    this.url = String(url);
    this.query = new URL(url, location.href).search;
    this.constructor.all.push(this);
  }

  open() {
    this.readyState = 1;
    this.onopen?.();
  }

  message(data) {
    this.onmessage?.({
      data: typeof data === 'object' && !(data instanceof ArrayBuffer) ? JSON.stringify(data) : data,
    });
  }

  drop(code = 1006, reason = '') {
    this.readyState = 3;
    this.onclose?.({ code, reason });
  }

  send(text) {
    this.sent.push(text);
  }

  close(code) {
    this.readyState = 3;
    this.left = code;
  }
}

class FakeSource {
  static CONNECTING = 0;
  static OPEN = 1;
  static CLOSED = 2;
  readyState = 0;
  #listeners = {};

  constructor(url) {
    this.url = String(url);
    this.query = new URL(url, location.href).search;
    this.constructor.all.push(this);
  }

  addEventListener(type, listener) {
    this.#listeners[type] = listener;
  }

  open() {
    this.readyState = 1;
    this.onopen();
  }

  message(data, lastEventId = '') {
    this.onmessage({ data: typeof data === 'object' ? JSON.stringify(data) : data, lastEventId });
  }

  dispatch(type, data = '') {
    this.#listeners[type]?.({ data });
  }

  // drop ends the stream; the browser goes on trying unless it is for good.
  drop({ forGood = false } = {}) {
    this.readyState = forGood ? 2 : 0;
    this.onerror();
  }

  close() {
    this.readyState = 2;
    this.closed = true;
  }
}

// Requests that wait to be answered by the test.
class Asked {
  all = [];

  fetch = (url, options = {}) => {
    const { promise, resolve, reject } = Promise.withResolvers();
    const { signal } = options;
    const fail = () => reject(signal.reason);
    if (signal?.aborted) fail();
    signal?.addEventListener('abort', fail);
    this.all.push({
      url: String(url),
      query: new URL(url, location.href).search,
      options,
      answer: async (body, { status = 200, headers = {} } = {}) => {
        const text = async () => (typeof body === 'string' ? body : JSON.stringify(body));
        resolve({ ok: status >= 200 && status < 300, status, headers: new Headers(headers), text });
        await settle();
      },
      fail: async () => {
        reject(new TypeError('Failed to fetch'));
        await settle();
      },
    });
    return promise;
  };

  get last() {
    return this.all.at(-1);
  }

  // find returns the newest request whose method and URL are as named.
  find(method, path) {
    return this.all.findLast(({ url, options }) => (options.method ?? 'GET') === method && url === path);
  }
}

// faked runs a test in a browser of fakes. Math.random is what `random` says.
export async function faked(test, { random = 0 } = {}) {
  const time = new Time();
  const asked = new Asked();
  const replaced = {
    WebSocket: class extends FakeSocket {
      static all = [];
    },
    EventSource: class extends FakeSource {
      static all = [];
    },
    fetch: asked.fetch,
    setTimeout: (run, ms, ...args) => time.set(() => run(...args), ms),
    setInterval: (run, ms) => time.set(run, ms, ms),
    clearTimeout: (id) => time.clear(id),
    clearInterval: (id) => time.clear(id),
  };
  const before = Object.fromEntries(Object.keys(replaced).map((name) => [name, globalThis[name]]));
  Object.assign(globalThis, replaced);
  const timeout = AbortSignal.timeout;
  AbortSignal.timeout = (ms) => {
    const controller = new AbortController();
    time.set(() => controller.abort(new DOMException('signal timed out', 'TimeoutError')), ms);
    return controller.signal;
  };
  performance.now = () => time.now;
  Math.random = () => random;
  try {
    await test({ time, asked, settle, sockets: replaced.WebSocket.all, sources: replaced.EventSource.all });
  } finally {
    Object.assign(globalThis, before);
    AbortSignal.timeout = timeout;
    delete performance.now;
    Math.random = real.random;
  }
}

// listener writes down what a lane tells.
export function listener() {
  const told = { seqs: [], requests: 0, late: [], answers: [], status: [], gaps: [], unreadable: [], echoes: [], data: [] };
  return {
    told,
    handlers: {
      onEvent: ({ seq, data }) => (told.seqs.push(seq), told.data.push(data)),
      onRequest: (began, late = false) => told.late.push(late) && told.requests++,
      onAnswer: ({ status, events }) => told.answers.push([status, events]),
      onStatus: (state, text) => told.status.push(state) && (told.text = text),
      onGap: ({ from, to }) => told.gaps.push([from, to]),
      onUnreadable: (text) => told.unreadable.push(text),
      onEcho: (text) => told.echoes.push(text),
    },
  };
}

// event is one that was published when the test's page was opened.
export const event = (seq) => ({ seq, at: Math.round(performance.timeOrigin * 1000) + seq, data: `line ${seq}` });
export const batch = (...seqs) => ({ events: seqs.map(event), next: seqs.at(-1) ?? 0 });
