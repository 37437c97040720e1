/** One HTTP request of the demo's load, answered or not. */
export interface Sample {
  /** When it was sent, by `performance.now()`. */
  readonly sentAt: number;
  readonly endedAt: number;
  /** host:port of the greeter that answered; undefined when it failed. */
  readonly backend: string | undefined;
  /** Empty for success; else the HTTP status and why. */
  readonly failure: string;
  readonly keyId: string;
}

/** How a request ended. */
export type Result = Omit<Sample, 'sentAt' | 'endedAt'>;

/** Everything that was measured, in the order of the replies. */
export class Samples {
  readonly #ended: Sample[] = [];
  readonly #open = new Set<{ readonly sentAt: number }>();
  readonly #first = new Map<string, Sample>();
  readonly #last = new Map<string, Sample>();
  #failures = 0;

  /** Returns what is to be called, once, with the result. */
  begin(): (result: Result) => void {
    const open = { sentAt: performance.now() };
    this.#open.add(open);
    return (result) => {
      if (!this.#open.delete(open)) return;
      this.#add({ ...open, endedAt: performance.now(), ...result });
    };
  }

  get inFlight(): number {
    return this.#open.size;
  }

  get calls(): number {
    return this.#ended.length;
  }

  get failures(): number {
    return this.#failures;
  }

  /** The first reply of a backend. */
  first(backend: string): Sample | undefined {
    return this.#first.get(backend);
  }

  /** The newest reply of a backend. */
  last(backend: string): Sample | undefined {
    return this.#last.get(backend);
  }

  isComplete(until: number): boolean {
    return [...this.#open].every(({ sentAt }) => sentAt >= until);
  }

  sentBetween(from: number, to: number): Sample[] {
    return this.#ended.filter(({ sentAt }) => sentAt >= from && sentAt < to);
  }

  #add(sample: Sample): void {
    this.#ended.push(sample);
    if (sample.failure !== '') this.#failures++;
    if (sample.backend === undefined) return;
    if (!this.#first.has(sample.backend)) this.#first.set(sample.backend, sample);
    this.#last.set(sample.backend, sample);
  }
}
