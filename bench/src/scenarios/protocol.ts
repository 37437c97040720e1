import type { SubjectName, SubjectOptions } from './subjects/subject.js';

/** What the runner asks of a client process; each request is answered once, in order. */
export type Request =
  | { readonly do: 'open'; readonly subject: SubjectName; readonly options: SubjectOptions }
  | { readonly do: 'ready'; readonly timeoutMs: number }
  /** `cold`: waits for ready first, and begins in the same moment. */
  | {
      readonly do: 'burst';
      readonly calls: number;
      readonly concurrency: number;
      readonly deadlineMs: number;
      readonly cold: boolean;
    }
  | { readonly do: 'start'; readonly rps: number; readonly deadlineMs: number }
  | { readonly do: 'stop' }
  | { readonly do: 'streams'; readonly count: number }
  | { readonly do: 'streamsEnded' }
  | { readonly do: 'usage' };

/** CPU of the process since its start, in µs, and its memory now, in bytes. */
export interface Usage {
  readonly cpuMicros: number;
  readonly rss: number;
}

export type Reply = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: string };
