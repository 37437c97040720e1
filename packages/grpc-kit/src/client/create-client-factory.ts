import type { AnyDefinition } from '../definition/service-definition.js';
import { toServiceDefinition } from '../definition/to-service-definition.js';
import type { Discovery } from '../discovery/endpoint-source.js';
import { builtInDiscoveries } from '../discovery/open-source.js';
import { type Engine, resolveEngine } from '../engine.js';
import { GrpcKitError } from '../errors.js';
import { knownOptions } from '../known-options.js';
import type { CallTracer } from '../observe/call-tracer.js';
import type { Logger, Observer } from '../observe/observer.js';
import type { ChannelPolicy } from '../policy/channel-policy.js';
import { mergePolicies } from '../policy/merge-policies.js';
import { resolvePolicy } from '../policy/resolve-policy.js';
import { clientCredentials } from '../tls/client-credentials.js';
import type { XdsSupport } from '../xds/xds-support.js';
import type { ClientChannel } from './client-channel.js';
import { KitChannel } from './kit-channel.js';
import { idempotentMethods } from './method.js';
import { type ClientClass, nativeClient } from './native-client.js';
import { allOf, eventLog } from './observers.js';
import { effectiveTarget, opener, xdsOpener } from './open-channel.js';
import { type PromiseClient, promiseClient } from './promise-client.js';
import { allReady, type ReadyOptions } from './ready.js';
import type { TargetSnapshot } from './snapshot.js';
import { TargetChannel } from './target-channel.js';

/** What the clients of a factory share. */
export interface ClientFactoryOptions {
  /** Told of resolutions, backends and certificates. Default: nobody. */
  readonly logger?: Logger;
  /** Told of every call too; `clientMetrics(registry)` of `@org/grpc-kit/metrics` is one. Default: nobody. */
  readonly metrics?: Observer | readonly Observer[];
  /**
   * Follows every call of `client()`; `clientTracing()` of `@org/grpc-kit/tracing` makes OpenTelemetry spans. Default:
   * nobody.
   */
  readonly tracing?: CallTracer;
  /** What holds where a client's own policy says nothing. Default: each option's own. */
  readonly policy?: ChannelPolicy;
  /** Kinds of discovery besides `dns`, `srv` and `static`; they go first. Default: none. */
  readonly discovery?: Discovery | readonly Discovery[];
  /** For `xds:///` targets: what `loadXds` of `@org/grpc-kit/xds` returns. Default: they are refused. */
  readonly xds?: XdsSupport;
  /**
   * What calls run on: the channel of `@grpc/grpc-js`, or the kit's own HTTP/2 and balancing. Targets of xDS always run on
   * grpc-js. Default `grpc-js`.
   */
  readonly engine?: Engine;
}

/** Makes clients that share connections where target and policy are the same. */
export interface ClientFactory extends AsyncDisposable {
  /**
   * A client with promises and async iterables, of a service as any generator describes it.
   * @throws GrpcKitError `ERR_TARGET_INVALID`, `ERR_POLICY_INVALID`, `ERR_DEFINITION_INVALID`, `ERR_TLS`, `ERR_CLOSED`.
   */
  client<D extends AnyDefinition>(definition: D, target: string, policy?: ChannelPolicy): PromiseClient<D>;
  /** The generated client class itself, configured; its `close()` leaves the connections to the other clients. */
  native<C>(clientClass: ClientClass<C>, target: string, policy?: ChannelPolicy): C;
  /**
   * Connects, and resolves once every resolved backend is connected or has failed once, and every target has one
   * that takes calls.
   * @throws GrpcKitError `ERR_NOT_READY` with what is missing when `timeoutMs` (default 10,000) have passed.
   */
  ready(options?: ReadyOptions): Promise<void>;
  /** Every target as it is now. */
  snapshot(): readonly TargetSnapshot[];
  /** Closes every connection once its calls have ended; calls that wait for one fail. */
  close(): Promise<void>;
}

/**
 * Creates a factory; it connects to nothing before the first call or `ready`.
 * @throws GrpcKitError `ERR_POLICY_INVALID`.
 */
export function createClientFactory(options: ClientFactoryOptions = {}): ClientFactory {
  const {
    logger,
    metrics = [],
    tracing,
    policy: basePolicy,
    discovery = [],
    xds,
    engine,
  } = knownOptions(options, 'createClientFactory options', {
    logger: true,
    metrics: true,
    tracing: true,
    policy: true,
    discovery: true,
    xds: true,
    engine: true,
  });
  const kit = resolveEngine(engine) === 'kit';
  // A policy that no client could have is refused here, and not at the first client.
  resolvePolicy(basePolicy);
  const observers = [metrics, logger ? eventLog(logger) : []].flat();
  const observer = allOf(observers);
  const discoveries = [discovery, builtInDiscoveries()].flat();
  const channels = new Map<string, ClientChannel>();
  let closed = false;

  function channelTo(text: string, own: ChannelPolicy | undefined): ClientChannel {
    if (closed) throw new GrpcKitError('ERR_CLOSED', `the factory is closed; no client of ${text} can be made`);
    const policy = resolvePolicy(mergePolicies(basePolicy, own));
    const key = JSON.stringify([text, policy]);
    const known = channels.get(key);
    if (known) return known;
    const target = effectiveTarget(text, policy, xds);
    const common = { name: text, target, policy, observer, tracing, discoveries };
    const credentials = (renewed: () => void) => clientCredentials(policy.tls, observer, renewed);
    const channel =
      kit && target.scheme !== 'xds'
        ? new KitChannel({ ...common, credentials })
        : new TargetChannel({
            ...common,
            opener: (renewed) => {
              const given = credentials(renewed);
              return target.scheme === 'xds' && xds ? xdsOpener(given, policy, xds) : opener(given, policy);
            },
          });
    channels.set(key, channel);
    return channel;
  }

  async function close(): Promise<void> {
    closed = true;
    for (const channel of channels.values()) channel.close();
  }

  return {
    client: (definition, target, policy) => {
      const service = toServiceDefinition(definition);
      const channel = channelTo(target, policy);
      channel.retry(idempotentMethods(service));
      return promiseClient(service, channel) as PromiseClient<typeof definition>;
    },
    native: (clientClass, target, policy) => nativeClient(clientClass, channelTo(target, policy)),
    ready: (readyOptions) => allReady([...channels.values()], readyOptions),
    snapshot: () => [...channels.values()].map((channel) => channel.snapshot()),
    close,
    [Symbol.asyncDispose]: close,
  };
}
