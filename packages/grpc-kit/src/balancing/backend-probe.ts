import { status } from '@grpc/grpc-js';
import { healthDefinition } from '../health-protocol.js';
import { ClientStream } from '../rpc/client-stream.js';
import { sharedRequestFields } from '../rpc/request-fields.js';
import type { ClientConnection } from '../transport/client-connection.js';
import type { KitCalls } from './backend-health.js';

/** What says that nobody answered, rather than what the answer was. */
const SILENCE: ReadonlySet<status> = new Set([status.UNAVAILABLE, status.DEADLINE_EXCEEDED, status.CANCELLED]);
const MOST_RESPONSE_BYTES = 65_536;

/** Asks for the health of a backend; resolves with whether there is an answer, UNIMPLEMENTED included. */
export async function probeBackend(connection: ClientConnection, calls: KitCalls, withinMs: number): Promise<boolean> {
  const { path, requestSerialize } = healthDefinition.check;
  const own = await calls.credentialFields(path)?.catch(() => undefined);
  if (!connection.canOpen) return false;
  return new Promise((resolve) => {
    const stream = new ClientStream(
      connection,
      {
        streamHead: () => undefined,
        streamMessage: () => undefined,
        streamDrained: () => undefined,
        streamEnded: (_stream, { code }) => {
          clearTimeout(timer);
          resolve(!SILENCE.has(code));
        },
      },
      MOST_RESPONSE_BYTES,
    );
    const timer = setTimeout(() => {
      stream.cancel();
      resolve(false);
    }, withinMs);
    timer.unref();
    stream.sendHead(sharedRequestFields(path, calls.authority, calls.secure), own);
    stream.send(requestSerialize({ service: '' }), false, true);
    stream.read();
  });
}
