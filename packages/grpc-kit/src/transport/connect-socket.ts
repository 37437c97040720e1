import { connect, type Socket } from 'node:net';
import type { SocketSecurity } from './socket-security.js';

/** Where a connection goes. */
export type SocketAddress = { readonly host: string; readonly port: number } | { readonly path: string };

/** A connection that is being made. */
export interface PendingSocket {
  /** Resolves with the socket that carries HTTP/2; rejects with why there is none. */
  readonly connected: Promise<Socket>;
  /** The peer has accepted the connection. */
  readonly accepted: boolean;
  abort(reason: Error): void;
}

/** Connects and secures a socket. It keeps no process alive. */
export function connectSocket(address: SocketAddress, security: SocketSecurity): PendingSocket {
  const socket = connect(address);
  socket.unref();
  socket.setNoDelay(true);
  let accepted = false;
  let fail: (reason: Error) => void = () => undefined;
  const connected = new Promise<Socket>((resolve, reject) => {
    fail = reject;
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('the peer closed the connection before HTTP/2 began')));
    socket.once('connect', () => {
      accepted = true;
      security.secureSocket(socket).then((secured) => {
        secured.unref();
        resolve(secured);
      }, reject);
    });
  });
  // Whoever aborts has ceased to wait.
  connected.catch(() => socket.destroy());
  return {
    connected,
    get accepted() {
      return accepted;
    },
    abort: (reason) => fail(reason),
  };
}
