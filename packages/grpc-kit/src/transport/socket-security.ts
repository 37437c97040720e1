import type { Socket } from 'node:net';

/** Turns a connected socket into the one that carries HTTP/2: itself, or TLS over it. */
export interface SocketSecurity {
  secureSocket(socket: Socket): Promise<Socket>;
}
