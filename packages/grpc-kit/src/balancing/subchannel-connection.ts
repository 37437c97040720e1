import type { ClientHttp2Session } from 'node:http2';
import type { experimental } from '@grpc/grpc-js';
import type { AskableConnection } from './silence-watch.js';

/** The private parts of grpc-js's subchannel that keepalive needs; a test tells when a new version moves them. */
interface Internals {
  readonly transport?: {
    readonly session?: ClientHttp2Session;
    /** What grpc-js does when its own ping stays unanswered. */
    handleDisconnect?(): void;
  } | null;
}

export interface SubchannelConnectionOptions {
  readonly busy: () => boolean;
  readonly abandoned: (reason: string) => void;
}

/**
 * The connection of a subchannel that is READY. The question is an empty SETTINGS frame, which RFC 9113 section 6.5
 * obliges every peer to acknowledge. A PING would do the same, but servers limit those: grpc-go, grpc-java and gRPC
 * core end connections that send more than two within five minutes.
 */
export function connectionOf(
  subchannel: experimental.SubchannelInterface,
  { busy, abandoned }: SubchannelConnectionOptions,
): (AskableConnection & { readonly session: ClientHttp2Session }) | undefined {
  const { transport } = subchannel.getRealSubchannel() as unknown as Internals;
  const session = transport?.session;
  if (!session?.socket) return undefined;
  const { socket } = session;
  return {
    session,
    get receivedBytes() {
      return session.destroyed ? 0 : socket.bytesRead;
    },
    get busy() {
      return busy();
    },
    ask: () => {
      if (!session.destroyed) session.settings({});
    },
    abandon: (reason) => {
      abandoned(reason);
      if (transport?.handleDisconnect) transport.handleDisconnect();
      else session.destroy();
    },
  };
}
