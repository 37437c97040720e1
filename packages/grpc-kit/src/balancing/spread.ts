import { type Balancer, type BalancerState, excuseOf, settled } from './balancer.js';
import type { Picker } from './pickers.js';
import type { Subchannel } from './subchannel.js';
import { WaitingLine } from './waiting-line.js';

const CONNECTING_AT_ONCE = 16;
/** When a smaller part of the serving backends is left, ejected ones take calls too. */
const PANIC_PART = 0.5;

/** A connection to every backend; calls go to those that are connected, healthy and not ejected. */
export class Spread implements Balancer {
  state: BalancerState = 'connecting';
  picker: Picker | undefined;
  readonly #target: string;
  readonly #create: (usable: readonly Subchannel[], former: Picker | undefined) => Picker;
  /** Connecting to a thousand backends at once would keep the first of them from its first call. */
  readonly #connecting = new WaitingLine<Subchannel>(CONNECTING_AT_ONCE, (subchannel) => subchannel.connect());
  #subchannels: readonly Subchannel[] = [];

  /** @param create The policy: chooses among those that take calls. */
  constructor(target: string, create: (usable: readonly Subchannel[], former: Picker | undefined) => Picker) {
    this.#target = target;
    this.#create = create;
  }

  get excuse(): string {
    return excuseOf(this.#target, this.#subchannels);
  }

  update(subchannels: readonly Subchannel[]): void {
    const former = new Set(this.#subchannels);
    this.#subchannels = subchannels;
    for (const subchannel of subchannels) {
      if (!former.delete(subchannel)) this.#connecting.add(subchannel);
    }
    for (const gone of former) this.#connecting.done(gone);
    this.#choose();
  }

  changed(subchannel: Subchannel): void {
    if (settled(subchannel)) this.#connecting.done(subchannel);
    this.#choose();
  }

  /** Nothing to do: it is never idle while it has backends. */
  connect(): void {}

  close(): void {
    this.#connecting.close();
    this.#subchannels = [];
    this.picker = undefined;
  }

  #choose(): void {
    const usable = this.#usable();
    this.picker = usable.length === 0 ? undefined : this.#create(usable, this.picker);
    if (this.picker) this.state = 'ready';
    else this.state = this.#subchannels.some((each) => !settled(each)) ? 'connecting' : 'transient_failure';
  }

  #usable(): readonly Subchannel[] {
    const usable = this.#subchannels.filter((subchannel) => subchannel.usable);
    const serving = this.#subchannels.filter((subchannel) => subchannel.serving);
    // Outlier detection must not do more harm than the backends that it ejects: panic, as Envoy calls it.
    if (usable.length < serving.length * PANIC_PART) return serving;
    if (usable.length > 0) return usable;
    // Every pod of a rollout may be on its way out before DNS names its successors; those that drain still answer.
    return this.#subchannels.filter(({ leaving, state }) => leaving && state === 'ready');
  }
}
