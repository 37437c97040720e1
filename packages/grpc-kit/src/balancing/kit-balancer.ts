import { type ChannelOptions, connectivityState, experimental, Metadata } from '@grpc/grpc-js';
import type { BackendState } from '../observe/observer.js';
import { KIT } from '../policy/balancer-names.js';
import { Backend } from './backend.js';
import { BALANCER, type BalancerContext, type ConnectionHandle } from './balancer-context.js';
import { KitLoadBalancingConfig } from './kit-balancer-config.js';
import { KitPicker } from './kit-picker.js';
import { OutlierDetector } from './outlier-detector.js';
import { ProcessHold } from './process-hold.js';
import { SilenceWatch } from './silence-watch.js';
import { registerSpreadBalancers } from './spread-balancer.js';
import { WatchedSubchannel } from './watched-subchannel.js';

/** Makes the kit's balancing policies known to grpc-js; at first use, never at import. */
export function registerBalancers(): void {
  registerSpreadBalancers();
  experimental.registerLoadBalancerType(KIT, KitLoadBalancer, KitLoadBalancingConfig);
}

/** None of the kit's policies looks at the metadata of a call. */
const NO_ARGUMENTS: experimental.PickArgs = { metadata: new Metadata(), extraPickInfo: {} };

type Endpoints = experimental.StatusOr<experimental.Endpoint[]>;

/** The kit's outermost policy: leaves the choice to its child and watches every backend for it. */
class KitLoadBalancer implements experimental.LoadBalancer {
  readonly #helper: experimental.ChannelControlHelper;
  readonly #child: experimental.ChildLoadBalancerHandler;
  readonly #subchannels = new Map<string, WatchedSubchannel>();
  readonly #handles = new WeakMap<object, ConnectionHandle>();
  readonly #hold = new ProcessHold();
  #context: BalancerContext = unobserved();
  #config: KitLoadBalancingConfig | undefined;
  #detector: OutlierDetector | undefined;
  #silence: SilenceWatch | undefined;

  constructor(helper: experimental.ChannelControlHelper) {
    this.#helper = helper;
    this.#child = new experimental.ChildLoadBalancerHandler(
      experimental.createChildChannelControlHelper(helper, {
        createSubchannel: (address, args) => this.#createSubchannel(address, args),
        updateState: (state, picker, error) => this.#update(state, picker, error),
      }),
    );
  }

  updateAddressList(
    endpoints: Endpoints,
    config: experimental.TypedLoadBalancingConfig,
    options: ChannelOptions,
    note: string,
  ): boolean {
    if (!(config instanceof KitLoadBalancingConfig)) return false;
    const context = (options[BALANCER] as BalancerContext | undefined) ?? this.#context;
    this.#context = context;
    this.#judge(config);
    if (endpoints.ok) {
      this.#keepBackends(endpoints.value);
      context.renew = () => this.#child.updateAddressList(endpoints, config.balancing, options, note);
    }
    const accepted = this.#child.updateAddressList(endpoints, config.balancing, options, note);
    context.changed();
    return accepted;
  }

  exitIdle(): void {
    this.#child.exitIdle();
  }

  resetBackoff(): void {
    this.#child.resetBackoff();
  }

  destroy(): void {
    this.#context.pick = undefined;
    this.#child.destroy();
    this.#hold.close();
    this.#detector?.close();
    delete this.#context.renew;
    this.#keepBackends([]);
    this.#context.changed();
  }

  getTypeName(): string {
    return KIT;
  }

  #update(state: connectivityState, picker: experimental.Picker, error: string | null): void {
    if (state !== connectivityState.READY) {
      this.#context.pick = undefined;
      this.#helper.updateState(state, picker, error);
      return;
    }
    const watched = new KitPicker(picker);
    this.#context.pick = (trace) => watched.pickFor(trace, NO_ARGUMENTS);
    this.#helper.updateState(state, watched, error);
  }

  #judge(config: KitLoadBalancingConfig): void {
    const before = this.#config;
    this.#config = config;
    this.#silence ??= config.keepalive && new SilenceWatch(config.keepalive);
    if (before && JSON.stringify(before.ejection) === JSON.stringify(config.ejection)) return;
    this.#detector?.close();
    const { backends } = this.#context;
    this.#detector =
      config.ejection &&
      new OutlierDetector({
        limits: config.ejection,
        backends,
        ejected: (backend) => this.#tellEjection(backend),
        unejected: (backend) => this.#tellEjection(backend),
      });
    for (const backend of backends.values()) backend.judge = this.#detector;
  }

  #tellEjection({ connections, ejection, address: backend }: Backend): void {
    const { observer, target } = this.#context;
    for (const connection of connections) connection.reconsider();
    if (ejection) observer.event?.({ kind: 'ejected', target, backend, ...ejection });
    else observer.event?.({ kind: 'unejected', target, backend });
  }

  #keepBackends(endpoints: readonly experimental.Endpoint[]): void {
    const { backends } = this.#context;
    const gone = new Set(backends.keys());
    for (const { addresses } of endpoints) {
      for (const address of addresses) {
        const key = experimental.subchannelAddressToString(address);
        gone.delete(key);
        if (!backends.has(key)) this.#addBackend(key);
      }
    }
    for (const key of gone) {
      const from = backends.get(key)?.state;
      backends.delete(key);
      this.#tellState(key, from, undefined);
    }
  }

  #addBackend(key: string): void {
    const backend = new Backend(key);
    backend.judge = this.#detector;
    this.#context.backends.set(key, backend);
    this.#tellState(key, undefined, 'idle');
  }

  #tellState(backend: string, from: BackendState | undefined, to: BackendState | undefined): void {
    const { observer, target } = this.#context;
    observer.event?.({ kind: 'backend_state', target, backend, from, to });
  }

  #createSubchannel(address: experimental.SubchannelAddress, args: ChannelOptions): experimental.SubchannelInterface {
    const context = this.#context;
    const name = experimental.subchannelAddressToString(address);
    const key = `${context.generation} ${name}`;
    const known = this.#subchannels.get(key);
    if (known) return known;
    // grpc-js has one connection for an address and its arguments; certificates of another time need another.
    const own = context.generation === 0 ? args : { ...args, 'grpc_kit.generation': context.generation };
    const real = this.#helper.createSubchannel(address, own);
    const watched = new WatchedSubchannel({
      real,
      backend: context.backends.get(name) ?? new Backend(name),
      context,
      healthService: this.#config?.healthService,
      handle: this.#handleOf(real),
      hold: this.#hold,
      silence: this.#silence,
      released: () => {
        if (this.#subchannels.get(key) === watched) this.#subchannels.delete(key);
      },
    });
    this.#subchannels.set(key, watched);
    return watched;
  }

  #handleOf(subchannel: experimental.SubchannelInterface): ConnectionHandle | undefined {
    const real = subchannel.getRealSubchannel();
    const created = this.#context.takeHandle();
    if (created) this.#handles.set(real, created);
    return this.#handles.get(real);
  }
}

function unobserved(): BalancerContext {
  return {
    target: '',
    backends: new Map(),
    observer: {},
    connectTimeoutMs: 5_000,
    generation: 0,
    takeHandle: () => undefined,
    changed: () => undefined,
  };
}
