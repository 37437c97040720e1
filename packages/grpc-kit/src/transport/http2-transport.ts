import type { Socket } from 'node:net';
import type { Http2Connection } from '../http2/connection.js';

/** How long a socket may take to end after its last bytes, in milliseconds. */
const END_GRACE_MS = 1_000;

/** One connected socket, plain or TLS, that carries one HTTP/2 connection. Output of a tick leaves in one write. */
export class Http2Transport {
  readonly socket: Socket;
  readonly connection: Http2Connection;
  #scheduled = false;
  #ended = false;
  #flush = (): void => this.flush();

  constructor(socket: Socket, connection: Http2Connection) {
    this.socket = socket;
    this.connection = connection;
    connection.handler.onOutput = () => this.#schedule();
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => connection.receive(chunk));
    socket.on('drain', () => connection.setWritable(true));
    socket.on('end', () => this.end());
    socket.on('error', (error) => connection.close(error));
    socket.on('close', () => connection.close());
    this.flush();
  }

  /** Writes what is in the output now. */
  flush(): void {
    this.#scheduled = false;
    const { socket, connection } = this;
    if (socket.destroyed || this.#ended) return;
    const parts = connection.takeOutput();
    if (parts.length === 0) return;
    if (parts.length === 1) connection.setWritable(socket.write(parts[0] as Buffer));
    else {
      socket.cork();
      let room = true;
      for (const part of parts) room = socket.write(part);
      socket.uncork();
      connection.setWritable(room);
    }
    if (connection.closed) this.end();
  }

  /** Ends the socket after what is in the output; destroys it when that takes longer than `graceMs`. */
  end(graceMs: number = END_GRACE_MS): void {
    if (this.#ended) return;
    this.flush();
    if (this.#ended) return;
    this.#ended = true;
    const { socket } = this;
    socket.end();
    const timer = setTimeout(() => socket.destroy(), graceMs);
    timer.unref();
    socket.once('close', () => clearTimeout(timer));
  }

  destroy(error?: Error): void {
    this.#ended = true;
    this.connection.close(error);
    this.socket.destroy();
  }

  /** After everything that this tick does: handlers, then what their promises lead to. */
  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    queueMicrotask(() => process.nextTick(this.#flush));
  }
}
