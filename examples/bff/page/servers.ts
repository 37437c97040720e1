import type { BackendView } from '../src/view.js';
import { byId } from './dom.js';
import type { Identity } from './identity.js';
import { createServerCard, type ServerCard } from './server-card.js';

/** How long a server that left stays to be seen. */
const LINGER_MS = 8000;

interface Entry {
  readonly card: ServerCard;
  goneAt: number | undefined;
}

/** The list of servers: newcomers are added, those that left fade before they go. */
export class Servers {
  readonly #list = byId('servers', HTMLUListElement);
  readonly #empty = byId('no-servers', HTMLParagraphElement);
  readonly #entries = new Map<string, Entry>();
  readonly #names = new Map<string, string>();
  readonly #say: (text: string) => void;
  #first = true;
  #kill: ((address: string) => void) | undefined;

  constructor(say: (text: string) => void) {
    this.#say = say;
  }

  /** Gives every server a button; without it there are none. */
  allowKill(kill: (address: string) => void): void {
    this.#kill = kill;
  }

  update(views: readonly BackendView[], rates: ReadonlyMap<string, number>): void {
    const total = [...rates.values()].reduce((sum, rate) => sum + rate, 0);
    const present = new Map(views.map((view) => [view.address, view]));
    for (const [address, view] of present) {
      this.#entry(address).card.update(view, rates.get(address) ?? 0, total);
    }
    for (const [address, entry] of this.#entries) {
      if (!present.has(address)) this.#fade(address, entry);
    }
    if (this.#first && present.size > 0) this.#say(`${present.size} servers were there`);
    this.#first &&= present.size === 0;
    this.#empty.hidden = this.#entries.size > 0;
  }

  identify(address: string, identity: Identity | null): void {
    this.#entries.get(address)?.card.identify(identity);
    if (identity) this.#names.set(address, `${identity.pod}, ${address},`);
  }

  /** The pod's name and its address, once it has said who it is. */
  nameOf(address: string): string {
    return this.#names.get(address) ?? address;
  }

  #entry(address: string): Entry {
    const known = this.#entries.get(address);
    if (known?.goneAt === undefined && known) return known;
    if (known) {
      known.goneAt = undefined;
      this.#say(`${this.nameOf(address)} is back`);
      return known;
    }
    const entry = { card: createServerCard(address, this.#kill), goneAt: undefined };
    this.#entries.set(address, entry);
    this.#list.append(entry.card.element);
    if (!this.#first) this.#say(`${address} came`);
    return entry;
  }

  #fade(address: string, entry: Entry): void {
    const now = performance.now();
    if (entry.goneAt === undefined) {
      entry.goneAt = now;
      entry.card.update({ address, state: 'gone', reason: '', keyId: '' }, 0, 0);
      this.#say(`${this.nameOf(address)} left`);
    } else if (now - entry.goneAt > LINGER_MS) {
      entry.card.element.remove();
      this.#entries.delete(address);
    }
  }
}
