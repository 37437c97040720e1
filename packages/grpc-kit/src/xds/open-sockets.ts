import type { Server, Socket } from 'node:net';

/** The connections of a listening socket server, from outside of whoever owns it. */
export interface OpenSockets {
  /** Follows the connections that it accepts from now on, and its errors, which would end the process if nobody listened. */
  follow(server: Server, onError: (error: Error) => void): void;
  /** Calls back once all are closed, or after `limitMs`. */
  onceClosed(limitMs: number, callback: () => void): void;
}

export function openSockets(): OpenSockets {
  const sockets = new Set<Socket>();
  const waiting = new Set<() => void>();

  function closed(socket: Socket): void {
    sockets.delete(socket);
    if (sockets.size > 0) return;
    for (const callback of waiting) callback();
  }

  return {
    follow(server, onError) {
      server.on('error', onError);
      server.on('connection', (socket) => {
        sockets.add(socket);
        socket.once('close', () => closed(socket));
      });
    },
    onceClosed(limitMs, callback) {
      const done = (): void => {
        clearTimeout(limit);
        if (waiting.delete(done)) callback();
      };
      const limit = setTimeout(done, limitMs);
      waiting.add(done);
      if (sockets.size === 0) done();
    },
  };
}
