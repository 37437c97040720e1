import { type ChannelInterface, connectivityState } from '@grpc/grpc-js';
import type { Backend } from '../balancing/backend.js';
import { BALANCER, type BalancerContext } from '../balancing/balancer-context.js';
import { registerBalancers } from '../balancing/kit-balancer.js';
import type { Discovery } from '../discovery/endpoint-source.js';
import {
  authorityOf,
  RESOLUTION,
  RESOLVER_SCHEME,
  type ResolutionContext,
  registerResolver,
} from '../discovery/grpc-resolver.js';
import { openSource } from '../discovery/open-source.js';
import type { CallTracer } from '../observe/call-tracer.js';
import type { Observer } from '../observe/observer.js';
import type { MethodPolicy } from '../policy/channel-policy.js';
import { toChannelOptions, toPingOptions } from '../policy/grpc-options.js';
import { methodSet, methodTable } from '../policy/method-table.js';
import type { ResolvedPolicy } from '../policy/resolved-policy.js';
import { toServiceConfig } from '../policy/service-config.js';
import { verifyTaken } from '../policy/verify-taken.js';
import type { Target } from '../target.js';
import type { ChannelReadiness } from '../xds/readiness.js';
import type { ClientChannel } from './client-channel.js';
import type { DirectRoute } from './direct-route.js';
import type { Opener } from './open-channel.js';
import { directRoute } from './open-direct-route.js';
import { ResolutionLog } from './resolution-log.js';
import type { TargetSnapshot, TargetState } from './snapshot.js';

/** What a channel needs besides its target and policy. */
export interface TargetChannelOptions {
  /** The target as it was given, for messages. */
  readonly name: string;
  /** What it stands for. */
  readonly target: Target;
  readonly policy: ResolvedPolicy;
  readonly observer: Observer;
  readonly tracing?: CallTracer | undefined;
  readonly discoveries: readonly Discovery[];
  /** Told when certificates have changed. */
  readonly opener: (renewed: () => void) => Opener;
}

/** Well below the half hour after which grpc-js lets go of an idle channel's connections. */
const STIR_MS = 60_000;

/** Schemes that grpc-js resolves itself. */
const RESOLVED_BY_GRPC: ReadonlySet<string> = new Set(['unix', 'xds']);

/** The channel to one target under one policy, shared by every client of a factory that asks for the same. */
export class TargetChannel implements ClientChannel {
  readonly target: string;
  readonly channel: ChannelInterface;
  readonly secure: boolean;
  readonly observer: Observer;
  readonly tracing: CallTracer | undefined;
  readonly #source: string;
  readonly #policy: ResolvedPolicy;
  readonly #backends = new Map<string, Backend>();
  readonly #resolutions: ResolutionLog;
  readonly #opener: Opener;
  readonly #balancing: BalancerContext;
  readonly #hedged: (method: string) => boolean;
  readonly #methods: (method: string) => MethodPolicy | undefined;
  readonly #route: DirectRoute | undefined;
  readonly #readiness: ChannelReadiness | undefined;
  readonly #watchers = new Set<() => void>();
  readonly #retriable = new Set<string>();
  #republish: () => void = () => undefined;
  #generation = 0;
  #awakeUntil = 0;
  #closed = false;

  constructor({ name, target, policy, observer, tracing, discoveries, opener }: TargetChannelOptions) {
    this.target = name;
    this.observer = observer;
    this.tracing = tracing;
    this.#source = target.scheme;
    this.#policy = policy;
    this.#resolutions = new ResolutionLog(name, observer);
    registerResolver();
    registerBalancers();
    verifyTaken(this.#serviceConfig());
    const resolution = RESOLVED_BY_GRPC.has(target.scheme) ? undefined : this.#resolution(target, discoveries);
    const balancer = this.#balancer();
    this.#balancing = balancer;
    this.#hedged = methodSet(policy.hedging ? policy.hedging.methods : []);
    this.#methods = methodTable(policy.methods);
    this.#route = resolution && directRoute(authorityOf(target), policy, balancer, this.#retriable);
    this.#opener = opener(() => {
      this.#generation += 1;
      balancer.renew?.();
    });
    this.channel = this.#opener.open(resolution ? `${RESOLVER_SCHEME}:${target.text}` : target.text, {
      ...toChannelOptions(policy),
      ...(target.scheme === 'xds' && toPingOptions(policy)),
      ...(policy.tls?.serverName !== undefined && { 'grpc.ssl_target_name_override': policy.tls.serverName }),
      [BALANCER]: hidden(balancer),
      ...(resolution && { [RESOLUTION]: hidden(resolution) }),
    });
    this.secure = this.#opener.secure;
    this.#readiness = this.#opener.readiness?.(this.channel);
  }

  /** Retries these methods from now on, when the policy says `idempotent`. */
  retry(methods: readonly string[]): void {
    const before = this.#retriable.size;
    for (const method of methods) this.#retriable.add(method);
    if (this.#retriable.size > before) this.#republish();
  }

  deadlineMs(method: string, otherwiseMs: number = this.#policy.deadlineMs): number {
    return this.#methods(method)?.deadlineMs ?? otherwiseMs;
  }

  /** Hedging and what grpc-js resolves itself need the channel. */
  route(method: string): DirectRoute | undefined {
    if (this.#balancing.pick === undefined || this.#hedged(method)) return undefined;
    this.#stayAwake();
    return this.#route;
  }

  resolutionError(): Error | undefined {
    return this.#resolutions.error;
  }

  /** Every backend has had its chance, and one at least takes calls. */
  get ready(): boolean {
    if (this.#readiness) return this.#readiness.ready;
    const backends = [...this.#backends.values()];
    return backends.some(({ state }) => state === 'ready') && backends.every(({ settled }) => settled);
  }

  /** What stands between the channel and `ready`, in one line. */
  get missing(): string {
    if (this.#readiness) return `${this.target}: ${this.#readiness.missing}`;
    if (this.#backends.size === 0) return this.#resolutions.error?.message ?? `${this.target} is not resolved yet`;
    const waiting = [...this.#backends.values()].filter(({ state }) => state !== 'ready');
    const reasons = waiting.map(({ address, state, lastError }) => `${address} is ${state}${because(lastError)}`);
    return `${this.target}: ${reasons.join('; ')}`;
  }

  /** Starts to connect; calls back whenever `ready` may have changed. Returns what stops it. */
  watch(changed: () => void): () => void {
    if (this.#readiness) return this.#readiness.watch(changed);
    this.#watchers.add(changed);
    this.channel.getConnectivityState(true);
    return () => this.#watchers.delete(changed);
  }

  snapshot(): TargetSnapshot {
    return {
      target: this.target,
      state: this.#closed ? 'closed' : stateName(this.channel.getConnectivityState(false)),
      source: this.#source,
      resolution: this.#resolutions.last,
      backends: [...this.#backends.values()].map(
        ({ address, state, inFlight, calls, failures, lastError, ejection }) => ({
          address,
          state,
          inFlight,
          calls,
          failures,
          lastError,
          ...(ejection && { ejection }),
        }),
      ),
      ...(this.#readiness && { xds: this.#readiness.resources }),
    };
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.channel.close();
    this.#opener.close();
  }

  /** To grpc-js a channel is idle that has no calls of its own; asking for its state is activity enough. */
  #stayAwake(): void {
    const now = Date.now();
    if (now < this.#awakeUntil) return;
    this.#awakeUntil = now + STIR_MS;
    this.channel.getConnectivityState(true);
  }

  #resolution(target: Target, discoveries: readonly Discovery[]): ResolutionContext {
    const context: ResolutionContext = {
      source: openSource(target, discoveries, this.#policy.discovery, Math.floor(Math.random() * 2 ** 32)),
      serviceConfig: () => this.#serviceConfig(),
      resolved: (endpoints, tookMs) => this.#resolutions.resolved(endpoints, tookMs),
      failed: (error, tookMs) => {
        this.#resolutions.failed(error, tookMs);
        this.#changed();
      },
    };
    this.#republish = () => context.republish?.();
    return context;
  }

  #balancer(): BalancerContext {
    const generation = () => this.#generation;
    return {
      target: this.target,
      backends: this.#backends,
      observer: this.observer,
      connectTimeoutMs: this.#policy.connection.connectTimeoutMs,
      get generation() {
        return generation();
      },
      takeHandle: () => this.#opener.takeHandle(),
      changed: () => this.#changed(),
    };
  }

  #serviceConfig(): object {
    return toServiceConfig(this.#policy, { methods: [...this.#retriable] });
  }

  #changed(): void {
    for (const changed of this.#watchers) changed();
  }
}

/** Options end up in grpc-js's traces, where JSON would follow these to the end. */
function hidden<T extends object>(context: T): T {
  return Object.defineProperty(context, 'toJSON', { value: () => '[grpc-kit]' });
}

function because(error: string | undefined): string {
  return error === undefined ? '' : ` (${error})`;
}

function stateName(state: connectivityState): TargetState {
  switch (state) {
    case connectivityState.READY:
      return 'ready';
    case connectivityState.CONNECTING:
      return 'connecting';
    case connectivityState.TRANSIENT_FAILURE:
      return 'transient_failure';
    case connectivityState.SHUTDOWN:
      return 'closed';
    default:
      return 'idle';
  }
}
