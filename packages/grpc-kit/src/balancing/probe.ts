import { type experimental, Metadata, status } from '@grpc/grpc-js';
import { healthDefinition } from '../health-protocol.js';

/** What says that nobody answered, rather than what the answer was. */
const SILENCE: ReadonlySet<status> = new Set([status.UNAVAILABLE, status.DEADLINE_EXCEEDED, status.CANCELLED]);

/** Asks a backend for its health and resolves with whether it answers: any answer is one, UNIMPLEMENTED too. */
export function probe(subchannel: experimental.SubchannelInterface, withinMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const { path, requestSerialize } = healthDefinition.check;
    const call = subchannel.getChannel().createCall(path, Number.POSITIVE_INFINITY, null, null, null);
    const timer = setTimeout(() => call.cancelWithStatus(status.DEADLINE_EXCEEDED, 'no answer'), withinMs);
    timer.unref();
    call.start(new Metadata(), {
      onReceiveMetadata: () => undefined,
      onReceiveMessage: () => undefined,
      onReceiveStatus: ({ code }) => {
        clearTimeout(timer);
        resolve(!SILENCE.has(code));
      },
    });
    call.sendMessageWithContext({}, requestSerialize({ service: '' }));
    call.halfClose();
    call.startRead();
  });
}
