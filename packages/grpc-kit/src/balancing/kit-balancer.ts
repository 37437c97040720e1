import { type ChannelOptions, connectivityState, experimental } from '@grpc/grpc-js';
import { Backend } from './backend.js';
import { BALANCER, type BalancerContext } from './balancer-context.js';
import { KitLoadBalancingConfig } from './kit-balancer-config.js';
import { KitPicker } from './kit-picker.js';
import { KIT } from './names.js';
import { WatchedSubchannel } from './watched-subchannel.js';

/** Makes the kit's balancing policies known to grpc-js; at first use, never at import. */
export function registerBalancers(): void {
  experimental.registerLoadBalancerType(KIT, KitLoadBalancer, KitLoadBalancingConfig);
}

/** The kit's outermost policy: leaves the choice to its child and watches every backend for it. */
class KitLoadBalancer implements experimental.LoadBalancer {
  readonly #helper: experimental.ChannelControlHelper;
  readonly #child: experimental.ChildLoadBalancerHandler;
  readonly #subchannels = new Map<string, WatchedSubchannel>();
  #context: BalancerContext | undefined;

  constructor(helper: experimental.ChannelControlHelper) {
    this.#helper = helper;
    this.#child = new experimental.ChildLoadBalancerHandler(
      experimental.createChildChannelControlHelper(helper, {
        createSubchannel: (address, args) => this.#createSubchannel(address, args),
        updateState: (state, picker, error) => {
          const watched = state === connectivityState.READY ? new KitPicker(picker) : picker;
          helper.updateState(state, watched, error);
        },
      }),
    );
  }

  updateAddressList(
    endpoints: experimental.StatusOr<experimental.Endpoint[]>,
    config: experimental.TypedLoadBalancingConfig,
    options: ChannelOptions,
    note: string,
  ): boolean {
    if (!(config instanceof KitLoadBalancingConfig)) return false;
    const context = (options[BALANCER] as BalancerContext | undefined) ?? this.#context ?? unobserved();
    this.#context = context;
    if (endpoints.ok) this.#keepBackends(context, endpoints.value);
    const accepted = this.#child.updateAddressList(endpoints, config.child, options, note);
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
    this.#child.destroy();
    if (this.#context) this.#keepBackends(this.#context, []);
    this.#context?.changed();
  }

  getTypeName(): string {
    return KIT;
  }

  #keepBackends({ backends, observer, target }: BalancerContext, endpoints: readonly experimental.Endpoint[]): void {
    const current = new Set<string>();
    for (const { addresses } of endpoints) {
      for (const address of addresses) {
        const key = experimental.subchannelAddressToString(address);
        current.add(key);
        if (backends.has(key)) continue;
        backends.set(key, new Backend(key));
        observer.event?.({ kind: 'backend_state', target, backend: key, from: undefined, to: 'idle' });
      }
    }
    for (const [key, backend] of backends) {
      if (current.has(key)) continue;
      backends.delete(key);
      observer.event?.({ kind: 'backend_state', target, backend: key, from: backend.state, to: undefined });
    }
  }

  #createSubchannel(address: experimental.SubchannelAddress, args: ChannelOptions): experimental.SubchannelInterface {
    const key = experimental.subchannelAddressToString(address);
    const known = this.#subchannels.get(key);
    if (known) return known;
    const context = this.#context ?? unobserved();
    const backend = context.backends.get(key) ?? new Backend(key);
    const watched = new WatchedSubchannel(this.#helper.createSubchannel(address, args), backend, context, () => {
      if (this.#subchannels.get(key) === watched) this.#subchannels.delete(key);
    });
    this.#subchannels.set(key, watched);
    return watched;
  }
}

function unobserved(): BalancerContext {
  return { target: '', backends: new Map(), observer: {}, changed: () => undefined };
}
