import { type Balancer, type BalancerState, excuseOf } from './balancer.js';
import { type Picker, PickFirst } from './pickers.js';
import type { Subchannel } from './subchannel.js';

/** The next address is tried when the one before has not connected after this long, in ms (RFC 8305, gRFC A61). */
const ATTEMPT_DELAY_MS = 250;

/** One connection, to the first backend that can be reached; connected again when a call wants it. */
export class First implements Balancer {
  state: BalancerState = 'idle';
  picker: Picker | undefined;
  readonly #target: string;
  readonly #notify: () => void;
  #subchannels: readonly Subchannel[] = [];
  #selected: Subchannel | undefined;
  #next = 0;
  #timer: NodeJS.Timeout | undefined;

  /** @param notify The state changed by the clock. */
  constructor(target: string, notify: () => void) {
    this.#target = target;
    this.#notify = notify;
  }

  get excuse(): string {
    return excuseOf(this.#target, this.#subchannels);
  }

  update(subchannels: readonly Subchannel[]): void {
    this.#subchannels = interleaved(subchannels);
    if (this.#selected && subchannels.includes(this.#selected)) return;
    this.#selected = undefined;
    this.picker = undefined;
    if (this.state !== 'idle' || this.#wanted) this.#begin();
  }

  #wanted = false;

  connect(): void {
    this.#wanted = true;
    if (this.state === 'idle' && this.#subchannels.length > 0) this.#begin();
  }

  changed(subchannel: Subchannel): void {
    if (this.#selected) {
      if (subchannel !== this.#selected || subchannel.state === 'ready') return;
      this.#selected = undefined;
      this.picker = undefined;
      this.state = 'idle';
      this.#wanted = false;
      clearTimeout(this.#timer);
      // After what is happening to it: it connects by itself.
      queueMicrotask(() => {
        if (this.state === 'idle') for (const each of this.#subchannels) each.idle();
      });
      return;
    }
    if (this.state === 'idle') return;
    if (subchannel.state === 'ready') this.#select(subchannel);
    else if (subchannel.state === 'transient_failure') this.#tryNext();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#subchannels = [];
    this.#selected = undefined;
    this.picker = undefined;
  }

  #begin(): void {
    this.state = 'connecting';
    this.#next = 0;
    const connected = this.#subchannels.find(({ state }) => state === 'ready');
    if (connected) this.#select(connected);
    else this.#tryNext();
  }

  #tryNext(): void {
    clearTimeout(this.#timer);
    const subchannel = this.#subchannels[this.#next];
    if (subchannel) {
      this.#next += 1;
      this.#timer = setTimeout(() => this.#tryNext(), ATTEMPT_DELAY_MS);
      this.#timer.unref();
      subchannel.connect();
      if (subchannel.state === 'transient_failure') this.#tryNext();
    } else if (this.#subchannels.every(({ failing }) => failing)) {
      this.state = 'transient_failure';
      this.#notify();
    }
  }

  #select(subchannel: Subchannel): void {
    clearTimeout(this.#timer);
    this.#selected = subchannel;
    this.picker = new PickFirst(subchannel);
    this.state = 'ready';
    for (const other of this.#subchannels) if (other !== subchannel) other.idle();
  }
}

/** IPv6 and IPv4 in turns, beginning with the family of the first (gRFC A61). */
function interleaved(subchannels: readonly Subchannel[]): readonly Subchannel[] {
  const isV6 = ({ backend }: Subchannel) => backend.address.startsWith('[');
  const [first] = subchannels;
  if (!first) return subchannels;
  const ours = subchannels.filter((each) => isV6(each) === isV6(first));
  const others = subchannels.filter((each) => isV6(each) !== isV6(first));
  if (others.length === 0) return subchannels;
  const mixed: Subchannel[] = [];
  for (let at = 0; at < Math.max(ours.length, others.length); at++) {
    for (const one of [ours[at], others[at]]) if (one) mixed.push(one);
  }
  return mixed;
}
