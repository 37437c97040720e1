import type { AnyDefinition, MethodsOf } from '../definition/service-definition.js';
import type { ChannelPolicy } from '../policy/channel-policy.js';
import { createClientFactory } from './create-client-factory.js';
import type { PromiseClient } from './promise-client.js';

/** What ends a client that stands alone: `close()`, unless a method of the service has that name, and `await using`. */
export type OwnLifecycle<D extends AnyDefinition> = AsyncDisposable &
  (HasClose<MethodsOf<D>> extends true ? unknown : { close(): Promise<void> });

/** Definitions whose keys are any string, as proto-loader's are, name no `close` of their own. */
type HasClose<D> = string extends keyof D ? false : 'close' extends keyof D ? true : false;

/**
 * A client with connections of its own. Its methods bear the definition's keys; `close()` and `Symbol.asyncDispose`
 * end it, the latter also where the service itself has a `close`.
 * @throws GrpcKitError `ERR_TARGET_INVALID`, `ERR_POLICY_INVALID`, `ERR_DEFINITION_INVALID`, `ERR_TLS`.
 */
export function createClient<D extends AnyDefinition>(
  definition: D,
  target: string,
  policy?: ChannelPolicy,
): PromiseClient<D> & OwnLifecycle<D> {
  const factory = createClientFactory();
  const client = factory.client(definition, target, policy);
  const close = () => factory.close();
  const lifecycle = { close, [Symbol.asyncDispose]: close };
  return { ...lifecycle, ...client } as PromiseClient<D> & OwnLifecycle<D>;
}
