import { status } from '@grpc/grpc-js';
import { type AnyDefinition, createClient, type PromiseClient } from '@org/grpc-kit';
import { createServer, type Handlers, statusError } from '@org/grpc-kit/server';

/** A client of a server in this process, both of them by the same definition. */
export interface Connected<D extends AnyDefinition> extends AsyncDisposable {
  readonly client: PromiseClient<D>;
}

/** Serves handlers under a definition, and connects a client of it. */
export async function connected<D extends AnyDefinition>(
  definition: D,
  handlers: Handlers<NoInfer<D>>,
): Promise<Connected<D>> {
  const server = createServer({ drainDelayMs: 0, deadlineMs: 1_000 });
  server.addService(definition, handlers);
  const client = createClient(definition, `static:///127.0.0.1:${await server.listen('127.0.0.1:0')}`);
  return {
    client,
    [Symbol.asyncDispose]: async () => {
      await client[Symbol.asyncDispose]();
      await server.close();
    },
  };
}

/** How often each unary method is attempted when the server says UNAVAILABLE: the idempotent ones three times. */
export async function attempts(
  definition: AnyDefinition,
  requests: Readonly<Record<string, unknown>>,
): Promise<object> {
  const server = createServer({ drainDelayMs: 0, deadlineMs: 1_000 });
  const refuse = () => {
    throw statusError(status.UNAVAILABLE, 'always');
  };
  server.addService(definition, Object.fromEntries(Object.keys(requests).map((key) => [key, refuse])) as never);
  await using client = createClient(definition, `static:///127.0.0.1:${await server.listen('127.0.0.1:0')}`, {
    outlierDetection: false,
  });
  const methods = client as unknown as Readonly<Record<string, (request: unknown) => Promise<unknown>>>;
  const counted = Object.entries(requests).map(async ([key, request]) => {
    const error = await methods[key]?.(request).catch((failure: unknown) => failure);
    return [key, (error as { attempts?: number }).attempts] as const;
  });
  const result = Object.fromEntries(await Promise.all(counted));
  await server.close();
  return result;
}

/** Reads a stream to its end. */
export async function all<T>(messages: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const message of messages) found.push(message);
  return found;
}
