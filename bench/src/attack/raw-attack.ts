import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { type Attack, BACK_AFTER_MS } from './attack.js';
import { ACK, frame, PREFACE, setting, Type, uint32 } from './frames.js';

interface RawAttackOptions {
  readonly name: string;
  /** Connections at once. Default 1. */
  readonly connections?: number;
  /** What each connection writes after SETTINGS, as fast as the socket takes it; after the last it stays open. Default: nothing. */
  readonly bytes?: () => Iterable<Buffer>;
  /** The first bytes of a connection. Default: the preface, SETTINGS and a window that holds any answer. */
  readonly greeting?: Buffer;
  /** The stream window it gives the server, in bytes. Default 2^30. */
  readonly window?: number;
  /** It does not read what the server answers to its SETTINGS. */
  readonly deaf?: boolean;
}

const INITIAL_WINDOW_SIZE = 4;
const WIDE = 2 ** 30;

/** An attack that is written frame by frame, for what no HTTP/2 library would send. */
export function rawAttack(options: RawAttackOptions): Attack {
  return {
    name: options.name,
    start(port, signal, cut) {
      for (let count = options.connections ?? 1; count > 0; count--) void keepAttacking(options, port, signal, cut);
    },
  };
}

async function keepAttacking(options: RawAttackOptions, port: number, signal: AbortSignal, cut: () => void) {
  while (!signal.aborted) {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    const stop = (): void => void socket.destroy();
    signal.addEventListener('abort', stop);
    await attackOver(socket, options).catch(() => {});
    if (!socket.closed) await once(socket, 'close').catch(() => {});
    signal.removeEventListener('abort', stop);
    if (signal.aborted) return;
    cut();
    await setTimeout(BACK_AFTER_MS);
  }
}

async function attackOver(socket: Socket, { bytes, greeting, window = WIDE, deaf }: RawAttackOptions): Promise<void> {
  socket.on('error', () => {});
  // What is still to be written would keep a connection that the server has ended.
  socket.on('end', () => socket.destroy());
  socket.write(greeting ?? hello(window));
  if (!bytes) {
    socket.resume();
    return;
  }
  // The server's SETTINGS; an acknowledgment later could fall between frames that belong together.
  await once(socket, 'data');
  socket.write(frame(Type.SETTINGS, ACK, 0));
  if (deaf) socket.pause();
  for (const chunk of bytes()) {
    if (socket.destroyed) return;
    await new Promise((written) => socket.write(chunk, written));
    // What the kernel takes at once is written without a turn of the event loop, which nothing else would get then.
    await setImmediate();
  }
}

function hello(window: number): Buffer {
  return Buffer.concat([
    PREFACE,
    frame(Type.SETTINGS, 0, 0, setting(INITIAL_WINDOW_SIZE, window)),
    frame(Type.WINDOW_UPDATE, 0, 0, uint32(WIDE)),
  ]);
}
