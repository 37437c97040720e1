import type { ChildProcess } from 'node:child_process';
import { ended, nextMessage, startProgram } from '../processes.js';
import type { SubjectName } from './subjects/subject.js';

export interface BackendOptions {
  readonly host: string;
  readonly port: number;
  /** How long a unary handler works, in ms. Default 0. */
  readonly handlerMs?: number;
  /** Between SIGTERM and the end of accepting, in ms. Default 0: the hardest case for clients. */
  readonly drainMs?: number;
  /** Directory with tls.crt, tls.key and ca.crt. */
  readonly tlsDir?: string;
}

/** What a backend process is asked over IPC; the first two set what its health service says. */
export type Question = 'serving' | 'not serving' | 'connections' | 'serials';

/** A backend process on an address of its own. */
export class BackendHandle {
  readonly host: string;
  readonly #child: ChildProcess;

  private constructor(host: string, child: ChildProcess) {
    this.host = host;
    this.#child = child;
  }

  static async start({ host, port, handlerMs = 0, drainMs = 0, tlsDir }: BackendOptions): Promise<BackendHandle> {
    const { child } = await startProgram(new URL('backend-process.ts', import.meta.url), {
      BACKEND_HOST: host,
      BACKEND_PORT: String(port),
      BACKEND_NAME: host,
      HANDLER_MS: String(handlerMs),
      DRAIN_MS: String(drainMs),
      ...(tlsDir === undefined ? {} : { TLS_DIR: tlsDir }),
    });
    return new BackendHandle(host, child);
  }

  /** What the health service says from now on. */
  async setServing(serving: boolean): Promise<void> {
    await this.#ask(serving ? 'serving' : 'not serving');
  }

  /** How many connections this subject's calls have come over. */
  async connectionsOf(subject: SubjectName): Promise<number> {
    const connections = await this.#ask('connections');
    return connections.filter((connection) => connection.startsWith(`${subject} `)).length;
  }

  /** Serial numbers of the certificates that clients have shown so far, in upper-case hex. */
  clientSerials(): Promise<string[]> {
    return this.#ask('serials');
  }

  async #ask(question: Question): Promise<string[]> {
    const reply = nextMessage(this.#child);
    this.#child.send(question);
    return (await reply) as string[];
  }

  /** Sends the signal and does not wait. */
  signal(signal: 'SIGTERM' | 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void {
    this.#child.kill(signal);
  }

  /** Resolves with the exit code; null when a signal ended it. */
  exited(): Promise<number | null> {
    return ended(this.#child);
  }

  async close(): Promise<void> {
    this.#child.kill('SIGKILL');
    await ended(this.#child);
  }
}
