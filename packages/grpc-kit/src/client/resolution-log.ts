import { endpointKey } from '../discovery/endpoint-list.js';
import type { Endpoint } from '../discovery/endpoint-source.js';
import type { Observer } from '../observe/observer.js';
import type { ResolutionSnapshot } from './snapshot.js';

/** Remembers how the last look for backends went, and tells observers. */
export class ResolutionLog {
  readonly #target: string;
  readonly #observer: Observer;
  #endpoints: readonly string[] = [];
  #last: ResolutionSnapshot | undefined;
  #error: Error | undefined;

  constructor(target: string, observer: Observer) {
    this.#target = target;
    this.#observer = observer;
  }

  get last(): ResolutionSnapshot | undefined {
    return this.#last;
  }

  /** Why the target has no backends; undefined when it has some. */
  get error(): Error | undefined {
    return this.#endpoints.length === 0 ? this.#error : undefined;
  }

  resolved(endpoints: readonly Endpoint[], tookMs: number | undefined): void {
    this.#endpoints = endpoints.map(endpointKey);
    this.#error = undefined;
    this.#last = { at: Date.now(), tookMs, endpoints: this.#endpoints, error: undefined };
    const durationMs = tookMs ?? 0;
    this.#observer.event?.({ kind: 'resolved', target: this.#target, endpoints: endpoints.length, durationMs });
  }

  failed(error: Error, tookMs: number | undefined): void {
    this.#error = error;
    this.#last = { at: Date.now(), tookMs, endpoints: this.#endpoints, error: error.message };
    const durationMs = tookMs ?? 0;
    this.#observer.event?.({ kind: 'resolution_failed', target: this.#target, error, durationMs });
  }
}
