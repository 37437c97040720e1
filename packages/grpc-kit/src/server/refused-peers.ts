import { LogBudget } from '../observe/log-budget.js';
import type { Logger } from '../observe/observer.js';

/** Why a peer is refused, in the kinds that are counted and logged apart. */
export type RefusalKind = 'certificate' | 'handshake' | 'protocol' | 'connections';

/** Refused peers in the log: a budget for each kind, so that junk cannot hide the refusal of a certificate. */
export class RefusedPeers {
  readonly #budgets: Readonly<Record<RefusalKind, LogBudget>>;

  constructor(logger: Logger | undefined) {
    this.#budgets = {
      certificate: new LogBudget(logger, 'more peers were refused: their certificates'),
      handshake: new LogBudget(logger, 'more peers were refused: their TLS handshakes failed'),
      protocol: new LogBudget(logger, 'more peers were refused: they did not speak HTTP/2'),
      connections: new LogBudget(logger, 'more peers were refused: too many connections'),
    };
  }

  warn(kind: RefusalKind, fields: object, message: string): void {
    this.#budgets[kind].warn(fields, message);
  }
}
