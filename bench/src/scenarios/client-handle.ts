import type { ChildProcess } from 'node:child_process';
import { endProgram, nextMessage, startProgram } from '../processes.js';
import type { Reply, Request, Usage } from './protocol.js';
import type { CallRecord } from './records.js';
import type { SubjectName, SubjectOptions } from './subjects/subject.js';

const DEADLINE_MS = 10_000;

/** A client process under test. */
export class ClientHandle {
  readonly subject: SubjectName;
  readonly #child: ChildProcess;
  #last: Promise<unknown> = Promise.resolve();

  private constructor(subject: SubjectName, child: ChildProcess) {
    this.subject = subject;
    this.#child = child;
  }

  static async open(subject: SubjectName, options: SubjectOptions): Promise<ClientHandle> {
    // Plain grpc-js honours dns://server/ only with this variable, which it reads at import.
    const env = { GRPC_NODE_USE_ALTERNATIVE_RESOLVER: 'true' };
    const { child } = await startProgram(new URL('client-process.ts', import.meta.url), env);
    const handle = new ClientHandle(subject, child);
    await handle.#ask({ do: 'open', subject, options });
    return handle;
  }

  ready(timeoutMs: number): Promise<void> {
    return this.#ask({ do: 'ready', timeoutMs });
  }

  burst(calls: number, concurrency: number): Promise<CallRecord[]> {
    return this.#ask({ do: 'burst', calls, concurrency, deadlineMs: DEADLINE_MS, cold: false });
  }

  /** All calls at once in the very moment in which the client says that it is ready. */
  coldBurst(calls: number): Promise<CallRecord[]> {
    return this.#ask({ do: 'burst', calls, concurrency: calls, deadlineMs: DEADLINE_MS, cold: true });
  }

  start(rps: number, deadlineMs = DEADLINE_MS): Promise<void> {
    return this.#ask({ do: 'start', rps, deadlineMs });
  }

  stop(): Promise<CallRecord[]> {
    return this.#ask({ do: 'stop' });
  }

  openStreams(count: number): Promise<void> {
    return this.#ask({ do: 'streams', count });
  }

  /** Status codes with which the streams ended. */
  streamsEnded(): Promise<number[]> {
    return this.#ask({ do: 'streamsEnded' });
  }

  usage(): Promise<Usage> {
    return this.#ask({ do: 'usage' });
  }

  close(): Promise<void> {
    return endProgram(this.#child);
  }

  /** Requests are answered one after the other, so the next reply belongs to the oldest question. */
  #ask<T>(request: Request): Promise<T> {
    const reply = this.#last.then(async () => {
      this.#child.send(request);
      const answer = (await nextMessage(this.#child)) as Reply;
      if (!answer.ok) throw new Error(`${this.subject}: ${request.do}: ${answer.error}`);
      return answer.value as T;
    });
    this.#last = reply.catch(() => {});
    return reply;
  }
}
