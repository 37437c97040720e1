import { type ChannelOptions, connectivityState, experimental } from '@grpc/grpc-js';
import { LEAST_REQUEST, ROUND_ROBIN } from '../policy/balancer-names.js';
import { BALANCER, type BalancerContext } from './balancer-context.js';
import { LeastRequestConfig, RoundRobinConfig } from './spread-config.js';
import { SpreadEntry } from './spread-entry.js';
import { LeastRequestPicker, RoundRobinPicker } from './spread-pickers.js';
import { WaitingLine } from './waiting-line.js';

const CONNECTING_AT_ONCE = 16;
/** When a smaller part of the serving backends is left, ejected ones take calls too. */
const PANIC_PART = 0.5;
/** Backends whose excuses an error repeats. */
const TOLD = 3;

/** Makes `round_robin` and `least_request` of the kit known to grpc-js. */
export function registerSpreadBalancers(): void {
  experimental.registerLoadBalancerType(ROUND_ROBIN, RoundRobin, RoundRobinConfig);
  experimental.registerLoadBalancerType(LEAST_REQUEST, LeastRequest, LeastRequestConfig);
}

/**
 * Keeps one connection to every backend and gives calls to those that are connected and healthy. An update touches
 * only what it changes, and a connection is replaced only once its successor stands.
 */
abstract class SpreadBalancer implements experimental.LoadBalancer {
  readonly #helper: experimental.ChannelControlHelper;
  readonly #entries = new Map<string, SpreadEntry>();
  /** Connecting to a thousand backends at once would keep the first of them from its first call. */
  readonly #connecting = new WaitingLine<SpreadEntry>(CONNECTING_AT_ONCE, (entry) => entry.connect());
  #usable: readonly SpreadEntry[] = [];
  #updating = false;
  #target = 'the target';

  constructor(helper: experimental.ChannelControlHelper) {
    this.#helper = helper;
  }

  abstract getTypeName(): string;
  protected abstract picker(usable: readonly SpreadEntry[]): experimental.Picker;

  updateAddressList(
    endpoints: experimental.StatusOr<experimental.Endpoint[]>,
    _config: experimental.TypedLoadBalancingConfig,
    options: ChannelOptions,
    _note: string,
  ): boolean {
    if (!endpoints.ok) {
      if (this.#entries.size === 0) this.#fail(endpoints.error.details);
      return true;
    }
    this.#target = (options[BALANCER] as BalancerContext | undefined)?.target ?? this.#target;
    this.#updating = true;
    const gone = new Set(this.#entries.keys());
    for (const { addresses } of endpoints.value) {
      for (const address of addresses) gone.delete(this.#keep(address, options));
    }
    for (const key of gone) {
      this.#drop(key);
    }
    this.#updating = false;
    this.#report();
    return this.#entries.size > 0;
  }

  /** Nothing to do: it is never idle while it has backends. */
  exitIdle(): void {}

  resetBackoff(): void {}

  destroy(): void {
    this.#updating = true;
    this.#connecting.close();
    for (const entry of this.#entries.values()) entry.close();
    this.#entries.clear();
    this.#usable = [];
  }

  #drop(key: string): void {
    const entry = this.#entries.get(key);
    if (!entry) return;
    this.#entries.delete(key);
    this.#connecting.done(entry);
    entry.close();
  }

  #keep(address: experimental.SubchannelAddress, options: ChannelOptions): string {
    const key = experimental.subchannelAddressToString(address);
    const subchannel = this.#helper.createSubchannel(address, options);
    const known = this.#entries.get(key);
    if (known) known.replaceBy(subchannel);
    else this.#add(key, subchannel);
    return key;
  }

  #add(key: string, subchannel: experimental.SubchannelInterface): void {
    const entry = new SpreadEntry(subchannel, (lost) => this.#changed(entry, lost));
    this.#entries.set(key, entry);
    if (!entry.settled) this.#connecting.add(entry);
  }

  #changed(entry: SpreadEntry, lost: boolean): void {
    if (entry.settled) this.#connecting.done(entry);
    if (this.#updating) return;
    this.#report();
    if (lost) this.#helper.requestReresolution();
  }

  #report(): void {
    const entries = [...this.#entries.values()];
    this.#usable = entries.filter(({ usable }) => usable);
    // Outlier detection must not do more harm than the backends that it ejects: panic, as Envoy calls it.
    const serving = entries.filter((entry) => entry.serving);
    if (this.#usable.length < serving.length * PANIC_PART) this.#usable = serving;
    // Every pod of a rollout may be on its way out before DNS names its successors; those that drain still answer.
    if (this.#usable.length === 0) this.#usable = entries.filter(({ leaving }) => leaving);
    if (this.#usable.length > 0) {
      this.#helper.updateState(connectivityState.READY, this.picker(this.#usable), null);
    } else if (entries.some(({ hopeful }) => hopeful)) {
      this.#helper.updateState(connectivityState.CONNECTING, new experimental.QueuePicker(this), null);
    } else {
      this.#fail(this.#excuse(entries));
    }
  }

  #excuse(entries: readonly SpreadEntry[]): string {
    if (entries.length === 0) return `${this.#target} has no backends`;
    const told = entries.slice(0, TOLD).map(({ subchannel, excuse }) => `${subchannel.getAddress()}: ${excuse}`);
    const rest = entries.length > TOLD ? `; and ${entries.length - TOLD} more` : '';
    return `no backend of ${this.#target} takes calls: ${told.join('; ')}${rest}`;
  }

  #fail(details: string): void {
    const picker = new experimental.UnavailablePicker({ details });
    this.#helper.updateState(connectivityState.TRANSIENT_FAILURE, picker, details);
  }
}

class RoundRobin extends SpreadBalancer {
  #latest: RoundRobinPicker | undefined;

  override getTypeName(): string {
    return ROUND_ROBIN;
  }

  protected override picker(usable: readonly SpreadEntry[]): experimental.Picker {
    this.#latest = new RoundRobinPicker(usable, this.#latest?.next);
    return this.#latest;
  }
}

class LeastRequest extends SpreadBalancer {
  override getTypeName(): string {
    return LEAST_REQUEST;
  }

  protected override picker(usable: readonly SpreadEntry[]): experimental.Picker {
    return new LeastRequestPicker(usable);
  }
}
