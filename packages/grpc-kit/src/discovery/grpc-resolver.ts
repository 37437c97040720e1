import { type ChannelOptions, experimental, type ServiceConfig, status } from '@grpc/grpc-js';
import { parseTarget, type Target } from '../target.js';
import { endpointKey } from './endpoint-list.js';
import type { Endpoint, EndpointSource } from './endpoint-source.js';

/** The scheme under which grpc-js finds the kit's resolver: `grpc-kit:dns:///name:port`. */
export const RESOLVER_SCHEME = 'grpc-kit';

/** Channel option that carries the `ResolutionContext`; its prefix keeps it out of what tells connections apart. */
export const RESOLUTION: string = `${experimental.SUBCHANNEL_ARGS_EXCLUDE_KEY_PREFIX}.grpc_kit.resolution`;

/** What the resolver of one channel works with and reports to. */
export interface ResolutionContext {
  readonly source: EndpointSource;
  /** Read at every result, so that methods that became known since are retried too. */
  serviceConfig(): object;
  resolved(endpoints: readonly Endpoint[], tookMs: number | undefined): void;
  failed(error: Error, tookMs: number | undefined): void;
  /** Set by the resolver: gives grpc-js the last list again, with the service config of now. */
  republish?: () => void;
}

/** Makes the kit's scheme known to grpc-js; at first use, never at import. */
export function registerResolver(): void {
  experimental.registerResolver(RESOLVER_SCHEME, GrpcResolver);
}

/** Adapts an `EndpointSource` to grpc-js: keeps the last good list, skips what is not news. */
class GrpcResolver implements experimental.Resolver {
  readonly #listener: experimental.ResolverListener;
  readonly #context: ResolutionContext;
  #started = false;
  /** grpc-js backs off from asking again until an answer comes, also one that is not news. */
  #asked = false;
  #good: readonly Endpoint[] = [];
  #key = '';

  constructor(_target: experimental.GrpcUri, listener: experimental.ResolverListener, options: ChannelOptions) {
    this.#listener = listener;
    this.#context = options[RESOLUTION] as ResolutionContext;
    this.#context.republish = () => {
      if (this.#good.length > 0) this.#publish();
    };
  }

  static getDefaultAuthority(target: experimental.GrpcUri): string {
    return authorityOf(parseTarget(target.path));
  }

  updateResolution(): void {
    this.#asked = true;
    if (this.#started) {
      this.#context.source.refresh();
      return;
    }
    this.#started = true;
    this.#context.source.start({
      endpoints: (list, tookMs) => this.#take(list, tookMs),
      error: (cause, tookMs) => this.#fail(cause, tookMs),
    });
  }

  destroy(): void {
    this.#context.source.close();
    this.#started = false;
    this.#asked = false;
    this.#good = [];
    this.#key = '';
  }

  #take(list: readonly Endpoint[], tookMs: number | undefined): void {
    this.#context.resolved(list, tookMs);
    const key = list.map(endpointKey).join(' ');
    if (key === this.#key && !this.#asked) return;
    this.#key = key;
    this.#good = list;
    this.#publish();
  }

  #fail(cause: Error, tookMs: number | undefined): void {
    this.#context.failed(cause, tookMs);
    if (this.#good.length > 0) {
      if (this.#asked) this.#publish();
      return;
    }
    this.#asked = false;
    const error = experimental.statusOrFromError<experimental.Endpoint[]>({
      code: status.UNAVAILABLE,
      details: cause.message,
    });
    this.#listener(error, {}, this.#config(), '');
  }

  #publish(): void {
    this.#asked = false;
    const endpoints = this.#good.map(({ address, port }) => ({ addresses: [{ host: address, port }] }));
    this.#listener(experimental.statusOrFromValue(endpoints), {}, this.#config(), '');
  }

  #config(): experimental.StatusOr<ServiceConfig> {
    return experimental.statusOrFromValue(this.#context.serviceConfig() as ServiceConfig);
  }
}

/** Where the `:authority` header and the name to expect in certificates come from: the first name of the target. */
export function authorityOf(target: Target): string {
  const [first = ''] = target.path.split(',', 1);
  // A port that has a name in Kubernetes means nothing to a server, and makes no URL.
  return first.replace(/:[a-z][a-z0-9-]*$/, '');
}
