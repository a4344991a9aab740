// What the page tells the server of its lanes, so that the ledger on the server knows what arrived. It goes up on the
// live view, a message a lane: the server takes no longer ones.
const LONGEST = 64 << 10; // bytes; what is longer would cost us the live view

// Reporter tells of one run. send(object) puts a message on the live view.
export class Reporter {
  #send;
  #client = `page-${crypto.getRandomValues(new Uint32Array(1))[0].toString(36)}`;

  constructor(send) {
    this.#send = send;
  }

  // tell reports on all ledgers (lane → LaneLedger), each under a client's name of its own, since a client's report
  // replaces the one before.
  tell(ledgers, { offset, error }) {
    const clock = Number.isFinite(error) ? { offsetMs: offset, errorMs: error } : undefined;
    let n = 0;
    for (const [lane, ledger] of ledgers) {
      const report = { client: `${this.#client}.${++n}`, clock, lanes: { [lane]: ledger.report() } };
      if (JSON.stringify(report).length < LONGEST - 64) this.#send({ report });
    }
  }
}
