import { type CallCredentials, type ChannelInterface, credentials, status } from '@grpc/grpc-js';
import { Backend } from '../balancing/backend.js';
import type { Balancer } from '../balancing/balancer.js';
import type { CallTrace } from '../balancing/call-trace.js';
import { createBalancer } from '../balancing/create-balancer.js';
import { OutlierDetector } from '../balancing/outlier-detector.js';
import { ProcessHold } from '../balancing/process-hold.js';
import { Subchannel, type SubchannelContext } from '../balancing/subchannel.js';
import { endpointKey } from '../discovery/endpoint-list.js';
import type { Discovery, Endpoint, EndpointSource } from '../discovery/endpoint-source.js';
import { openSource } from '../discovery/open-source.js';
import { socketPath } from '../discovery/unix-source.js';
import { type CredentialsSecurity, credentialsSecurity } from '../grpc-js/socket-security.js';
import type { CallTracer } from '../observe/call-tracer.js';
import type { Observer } from '../observe/observer.js';
import type { MethodPolicy } from '../policy/channel-policy.js';
import { methodSet, methodTable } from '../policy/method-table.js';
import type { ResolvedPolicy } from '../policy/resolved-policy.js';
import { RETRY_THROTTLING } from '../policy/service-config.js';
import { sharedRequestFields } from '../rpc/request-fields.js';
import type { Target } from '../target.js';
import type { ClientCredentials } from '../tls/client-credentials.js';
import type { ConnectOptions } from '../transport/client-connection.js';
import type { SocketAddress } from '../transport/connect-socket.js';
import { authorityOf } from './authority.js';
import type { CallChannel, HedgingRule, WaitingCall } from './call-channel.js';
import { credentialFields } from './call-credentials.js';
import { closedError } from './call-error.js';
import type { ParentCall } from './call-options.js';
import { ChannelOfCalls } from './channel-of-calls.js';
import type { ClientChannel } from './client-channel.js';
import type { RetryRule } from './direct-route.js';
import { ejectionLimitsOf } from './ejection-limits-of.js';
import { KitCall } from './kit-call.js';
import { ResolutionLog } from './resolution-log.js';
import { RetryThrottle } from './retry-throttle.js';
import type { TargetSnapshot, TargetState } from './snapshot.js';

/** What a channel needs besides its target and policy. */
export interface KitChannelOptions {
  /** The target as it was given, for messages. */
  readonly name: string;
  readonly target: Target;
  readonly policy: ResolvedPolicy;
  readonly observer: Observer;
  readonly tracing?: CallTracer | undefined;
  readonly discoveries: readonly Discovery[];
  /** Told when certificates have changed. */
  readonly credentials: (renewed: () => void) => ClientCredentials;
}

/** Picks for one retry or hedge, in the hope of another backend than the last. */
const TRIES = 3;

/** The backends of one target under one policy, and the way of calls to them. */
export class KitChannel implements ClientChannel, CallChannel {
  readonly target: string;
  readonly observer: Observer;
  readonly tracing: CallTracer | undefined;
  readonly channel: ChannelInterface;
  readonly authority: string;
  readonly maxSendBytes: number;
  readonly maxReceiveBytes: number;
  readonly throttle = new RetryThrottle(RETRY_THROTTLING);
  readonly hold = new ProcessHold();
  readonly #scheme: string;
  readonly #policy: ResolvedPolicy;
  readonly #source: EndpointSource | undefined;
  readonly #socketPath: string | undefined;
  readonly #resolutions: ResolutionLog;
  readonly #credentials: ClientCredentials;
  #security: CredentialsSecurity;
  readonly #balancer: Balancer;
  readonly #detector: OutlierDetector | undefined;
  readonly #backends = new Map<string, Backend>();
  readonly #subchannels = new Map<string, Subchannel>();
  readonly #context: SubchannelContext;
  readonly #waiting = new Set<WaitingCall>();
  readonly #watchers = new Set<() => void>();
  readonly #fields = new Map<string, readonly string[]>();
  readonly #idempotent = new Set<string>();
  readonly #retry: ((method: string) => boolean) | undefined;
  readonly #rule: RetryRule | undefined;
  readonly #hedged: (method: string) => boolean;
  readonly #methods: (method: string) => MethodPolicy | undefined;
  readonly #hedging: HedgingRule | undefined;
  #started = false;
  #updating = false;
  #closed = false;

  constructor({ name, target, policy, observer, tracing, discoveries, credentials: create }: KitChannelOptions) {
    this.target = name;
    this.observer = observer;
    this.tracing = tracing;
    this.#scheme = target.scheme;
    this.#policy = policy;
    this.maxSendBytes = policy.maxSendBytes;
    this.maxReceiveBytes = policy.maxReceiveBytes;
    this.#resolutions = new ResolutionLog(name, observer);
    this.#socketPath = target.scheme === 'unix' ? socketPath(target) : undefined;
    this.authority = this.#socketPath === undefined ? authorityOf(target) : 'localhost';
    if (this.#socketPath === undefined) {
      const seed = Math.floor(Math.random() * 2 ** 32);
      this.#source = openSource(target, discoveries, policy.discovery, seed);
    }
    this.#credentials = create(() => this.#renew());
    this.#security = this.#currentSecurity();
    const { retry, hedging } = policy;
    this.#rule = retry ? { ...retry, codes: new Set(retry.codes.map((code) => status[code])) } : undefined;
    this.#retry = retry ? retriable(retry.methods, this.#idempotent) : undefined;
    this.#hedged = methodSet(hedging ? hedging.methods : []);
    this.#methods = methodTable(policy.methods);
    this.#hedging = hedging || undefined;
    const limits = ejectionLimitsOf(policy);
    this.#detector =
      limits &&
      new OutlierDetector({
        limits,
        backends: this.#backends,
        ejected: (backend) => this.#ejectionChanged(backend),
        unejected: (backend) => this.#ejectionChanged(backend),
      });
    this.#balancer = createBalancer(policy.loadBalancing, name, () => this.#changed());
    this.#context = this.#subchannelContext();
    this.channel = new ChannelOfCalls(this);
  }

  // Of the clients that share the channel.

  /** Retries these methods from now on, when the policy says `idempotent`. */
  retry(methods: readonly string[]): void {
    for (const method of methods) this.#idempotent.add(method);
  }

  deadlineMs(method: string, otherwiseMs: number = this.#policy.deadlineMs): number {
    return this.#methods(method)?.deadlineMs ?? otherwiseMs;
  }

  /** @throws GrpcKitError `ERR_CLOSED`. */
  openCall(trace: CallTrace, deadline: number, parent: ParentCall | undefined): KitCall {
    if (this.#closed) throw closedError(this.target);
    return new KitCall(this, trace, deadline, parent);
  }

  resolutionError(): Error | undefined {
    return this.#resolutions.error;
  }

  /** Every backend has had its chance, and one at least takes calls. */
  get ready(): boolean {
    const backends = [...this.#backends.values()];
    if (!backends.some(({ state }) => state === 'ready')) return false;
    return this.#policy.loadBalancing === 'pick_first' || backends.every(({ settled }) => settled);
  }

  /** What stands between the channel and `ready`, in one line. */
  get missing(): string {
    if (this.#backends.size === 0) return this.#resolutions.error?.message ?? `${this.target} is not resolved yet`;
    const waiting = [...this.#backends.values()].filter(({ state }) => state !== 'ready');
    const reasons = waiting.map(({ address, state, lastError }) => {
      return `${address} is ${state}${lastError === undefined ? '' : ` (${lastError})`}`;
    });
    return `${this.target}: ${reasons.join('; ')}`;
  }

  /** Starts to connect; calls back whenever `ready` may have changed. Returns what stops it. */
  watch(changed: () => void): () => void {
    const stop = this.onChange(changed);
    this.connect();
    return stop;
  }

  /** Calls back whenever the state may have changed. Returns what stops it. */
  onChange(changed: () => void): () => void {
    this.#watchers.add(changed);
    return () => this.#watchers.delete(changed);
  }

  get state(): TargetState {
    if (this.#closed) return 'closed';
    if (!this.#started) return 'idle';
    if (this.#backends.size === 0) return this.#resolutions.error ? 'transient_failure' : 'connecting';
    return this.#balancer.state;
  }

  snapshot(): TargetSnapshot {
    return {
      target: this.target,
      state: this.state,
      source: this.#scheme,
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
    };
  }

  /** Calls that wait for a backend fail; those under way go on, and their connections end with them. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#updating = true;
    this.#source?.close();
    this.#detector?.close();
    this.#balancer.close();
    for (const [key, subchannel] of this.#subchannels) {
      const { state } = subchannel.backend;
      subchannel.close();
      this.#backends.delete(key);
      this.#tellState(key, state, undefined);
    }
    this.#subchannels.clear();
    this.#credentials.close();
    this.#wake();
    this.hold.close();
    this.#tellWatchers();
  }

  // Of the calls.

  get secure(): boolean {
    return this.#security.secure;
  }

  get callCredentials(): CallCredentials | undefined {
    const given = this.#security.callCredentials;
    return given._equals(credentials.createEmpty()) ? undefined : given;
  }

  retryRule(method: string): RetryRule | undefined {
    return this.#retry?.(method) ? this.#rule : undefined;
  }

  hedgingRule(method: string): HedgingRule | undefined {
    return this.#hedged(method) ? this.#hedging : undefined;
  }

  requestFields(method: string): readonly string[] {
    const known = this.#fields.get(method);
    if (known) return known;
    const fields = sharedRequestFields(method, this.authority, this.secure);
    this.#fields.set(method, fields);
    return fields;
  }

  /** What failed or lingers on a backend is more likely to do better on another. */
  pick({ backend: former }: CallTrace): Subchannel | undefined {
    const { picker } = this.#balancer;
    if (picker === undefined) {
      this.connect();
      if (this.#balancer.picker === undefined) return undefined;
    }
    let picked = this.#balancer.picker?.pick();
    if (former === undefined) return picked;
    for (let tries = 1; tries < TRIES && picked?.backend.address === former; tries++) {
      picked = this.#balancer.picker?.pick();
    }
    return picked;
  }

  refusal(waitForReady: boolean): string | undefined {
    if (this.#closed) return 'the client was closed before a backend took the call';
    if (waitForReady || this.state !== 'transient_failure') return undefined;
    return this.pendingReason;
  }

  get pendingReason(): string {
    const { error } = this.#resolutions;
    if (this.#backends.size === 0) return error?.message ?? `${this.target} is not resolved yet`;
    return this.#balancer.excuse;
  }

  wait(call: WaitingCall): void {
    this.#waiting.add(call);
  }

  forget(call: WaitingCall): void {
    this.#waiting.delete(call);
  }

  /** Finds backends and connects, at the first call or when asked to. */
  connect(): void {
    if (this.#closed) return;
    this.#balancer.connect();
    if (this.#started) return;
    this.#started = true;
    if (this.#socketPath !== undefined) {
      this.#update(new Map([[this.#socketPath, { path: this.#socketPath }]]));
      return;
    }
    this.#source?.start({
      endpoints: (list, tookMs) => this.#resolved(list, tookMs),
      error: (cause, tookMs) => {
        this.#resolutions.failed(cause, tookMs);
        this.#changed();
      },
    });
  }

  #resolved(list: readonly Endpoint[], tookMs: number | undefined): void {
    this.#resolutions.resolved(list, tookMs);
    this.#update(new Map(list.map(({ address, port }) => [endpointKey({ address, port }), { host: address, port }])));
  }

  #update(addresses: ReadonlyMap<string, SocketAddress>): void {
    this.#updating = true;
    for (const [key, address] of addresses) if (!this.#subchannels.has(key)) this.#add(key, address);
    const gone = [...this.#subchannels].filter(([key]) => !addresses.has(key));
    for (const [key] of gone) this.#subchannels.delete(key);
    this.#balancer.update([...addresses.keys()].flatMap((key) => this.#subchannels.get(key) ?? []));
    for (const [key, subchannel] of gone) {
      const { state } = subchannel.backend;
      this.#backends.delete(key);
      subchannel.close();
      this.#tellState(key, state, undefined);
    }
    this.#updating = false;
    this.#changed();
  }

  #add(key: string, address: SocketAddress): void {
    const backend = new Backend(key);
    backend.judge = this.#detector;
    this.#backends.set(key, backend);
    this.#subchannels.set(key, new Subchannel(backend, address, this.#context));
    this.#tellState(key, undefined, 'idle');
  }

  #renew(): void {
    this.#security = this.#currentSecurity();
    for (const subchannel of this.#subchannels.values()) subchannel.renew();
  }

  #currentSecurity(): CredentialsSecurity {
    return credentialsSecurity(this.#credentials.current(), this.authority, this.#policy.tls?.serverName);
  }

  #subchannelContext(): SubchannelContext {
    const { connection, healthCheck, loadBalancing } = this.#policy;
    return {
      target: this.target,
      observer: this.observer,
      authority: this.authority,
      secure: this.secure,
      credentialFields: (method) => this.callCredentials && credentialFields(this.callCredentials, this, method),
      connectOptions: () => this.#connectOptions(),
      minBackoffMs: connection.minBackoffMs,
      maxBackoffMs: connection.maxBackoffMs,
      healthService: healthCheck ? healthCheck.serviceName : undefined,
      weighted: loadBalancing === 'weighted_round_robin',
      changed: (subchannel, lost) => this.#subchannelChanged(subchannel, lost),
    };
  }

  #connectOptions(): ConnectOptions {
    const { connection, keepalive, flowControlWindowBytes } = this.#policy;
    const { connectTimeoutMs } = connection;
    return { security: this.#security, connectTimeoutMs, keepalive, flowControlWindowBytes };
  }

  #subchannelChanged(subchannel: Subchannel, lost: boolean): void {
    if (this.#closed) return;
    this.#balancer.changed(subchannel);
    if (lost) this.#source?.refresh();
    if (!this.#updating) this.#changed();
  }

  #changed(): void {
    if (this.#waiting.size > 0 && (this.#balancer.picker || this.state === 'transient_failure')) this.#wake();
    this.#tellWatchers();
  }

  /** Every call looks again; those that find nothing wait on. */
  #wake(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const call of waiting) call.retryPick();
  }

  #tellWatchers(): void {
    for (const changed of this.#watchers) changed();
  }

  #ejectionChanged({ connections, ejection, address: backend }: Backend): void {
    const { observer, target } = this;
    for (const connection of connections) connection.reconsider();
    if (ejection) observer.event?.({ kind: 'ejected', target, backend, ...ejection });
    else observer.event?.({ kind: 'unejected', target, backend });
  }

  #tellState(backend: string, from: Backend['state'] | undefined, to: Backend['state'] | undefined): void {
    this.observer.event?.({ kind: 'backend_state', target: this.target, backend, from, to });
  }
}

function retriable(
  methods: 'idempotent' | 'all' | readonly string[],
  idempotent: ReadonlySet<string>,
): (method: string) => boolean {
  if (methods === 'all') return () => true;
  return methods === 'idempotent' ? (method) => idempotent.has(method) : methodSet(methods);
}
