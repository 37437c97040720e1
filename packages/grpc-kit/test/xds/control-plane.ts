import { isDeepStrictEqual } from 'node:util';
import { Server, ServerCredentials, type ServerDuplexStream } from '@grpc/grpc-js';
import { aggregatedDiscovery, type DiscoveryRequest, type DiscoveryResponse, type Resource } from './ads-protocol.js';

/** A control plane that a case can drive, whoever wrote it. */
export interface ControlPlane {
  /** `ip:port`, the same after a restart. */
  readonly uri: string;
  /** Replaces everything it serves, and pushes what changed. */
  publish(resources: readonly Resource[]): Promise<void>;
  /** Closes its port and cuts every stream. */
  stop(): Promise<void>;
  /** Serves again, on the same port, what was published last. */
  start(): Promise<void>;
  close(): Promise<void>;
}

/** The control plane of these tests: state of the world over one aggregated stream per client. */
export interface LocalControlPlane extends ControlPlane {
  /** What clients refused, newest last. */
  readonly nacks: readonly { readonly type: string; readonly reason: string }[];
  /** Names that are asked for at this moment, by type. */
  subscribed(type: string): string[];
}

type Stream = ServerDuplexStream<DiscoveryRequest, DiscoveryResponse>;

interface Subscription {
  names: readonly string[];
  nonce: string;
  /** What was sent last; undefined before the first answer. */
  sent: readonly Resource[] | undefined;
}

const NAME_FIELDS: readonly string[] = ['name', 'cluster_name'];

/** Starts a control plane on a free port of 127.0.0.1. */
export async function startControlPlane(initial: readonly Resource[] = []): Promise<LocalControlPlane> {
  let resources = initial;
  let version = 1;
  let nonce = 0;
  let server = new Server();
  const streams = new Map<Stream, Map<string, Subscription>>();
  const nacks: { type: string; reason: string }[] = [];

  function answer(stream: Stream, type: string, subscription: Subscription): void {
    const matching = resources.filter(
      (resource) => resource['@type'] === type && subscription.names.includes(nameOf(resource)),
    );
    // Whoever unsubscribes from everything is about to leave, and grpc-js-xds trips over an answer to that.
    if (subscription.names.length === 0 || isDeepStrictEqual(matching, subscription.sent)) return;
    // Listeners and clusters are told in full, so that what is left out is deleted; of the others nothing is deleted.
    if (matching.length === 0 && subscription.sent === undefined && !isFullState(type)) return;
    subscription.sent = matching;
    subscription.nonce = String(++nonce);
    stream.write({ type_url: type, version_info: String(version), nonce: subscription.nonce, resources: matching });
  }

  function serve(stream: Stream): void {
    const subscriptions = new Map<string, Subscription>();
    streams.set(stream, subscriptions);
    stream.on('data', (request: DiscoveryRequest) => {
      const type = request.type_url;
      const subscription = subscriptions.get(type) ?? { names: [], nonce: '', sent: undefined };
      subscriptions.set(type, subscription);
      if (request.error_detail && request.response_nonce === subscription.nonce) {
        nacks.push({ type, reason: request.error_detail.message });
      }
      if (!isDeepStrictEqual(subscription.names, request.resource_names)) {
        const asked = request.resource_names.some((name) => !subscription.names.includes(name));
        subscription.names = request.resource_names;
        if (asked) subscription.sent = undefined;
      }
      answer(stream, type, subscription);
    });
    stream.on('end', () => stream.end());
    stream.on('error', () => {});
    for (const event of ['end', 'close', 'cancelled']) stream.on(event, () => streams.delete(stream));
  }

  function listen(address: string): Promise<number> {
    server = new Server();
    server.addService(aggregatedDiscovery, {
      StreamAggregatedResources: serve,
      DeltaAggregatedResources: (stream: Stream) => stream.end(),
    });
    return new Promise((resolve, reject) => {
      server.bindAsync(address, ServerCredentials.createInsecure(), (error, port) =>
        error ? reject(error) : resolve(port),
      );
    });
  }

  async function stop(): Promise<void> {
    server.forceShutdown();
    streams.clear();
  }

  const uri = `127.0.0.1:${await listen('127.0.0.1:0')}`;
  return {
    uri,
    nacks,
    async publish(next) {
      resources = next;
      version++;
      for (const [stream, subscriptions] of streams) {
        for (const [type, subscription] of subscriptions) answer(stream, type, subscription);
      }
    },
    subscribed: (type) => [...streams.values()].flatMap((subscriptions) => subscriptions.get(type)?.names ?? []),
    stop,
    start: async () => void (await listen(uri)),
    close: stop,
  };
}

function nameOf(resource: Resource): string {
  const field = NAME_FIELDS.find((candidate) => typeof resource[candidate] === 'string') ?? 'name';
  return String(resource[field]);
}

function isFullState(type: string): boolean {
  return type.endsWith('.Listener') || type.endsWith('.Cluster');
}
