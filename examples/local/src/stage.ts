import { setTimeout as delay } from 'node:timers/promises';
import type { Deployment } from './deployment.js';
import type { Directory } from './directory.js';
import type { Narrator } from './narrator.js';
import { type PhaseResult, summarize } from './phase.js';
import type { Samples } from './samples.js';
import type { SigningKey } from './signing-key.js';

/** All that the story moves and looks at. */
export interface Props {
  readonly deployment: Deployment;
  readonly directory: Directory;
  readonly key: SigningKey;
  readonly samples: Samples;
  readonly narrator: Narrator;
  /** Of the BFF. */
  readonly origin: string;
  readonly signal: AbortSignal;
}

export interface PhaseOptions {
  readonly steady?: boolean;
  /** What happens; resolves with the addresses of new backends. */
  readonly action: () => Promise<readonly string[] | undefined>;
}

const PROGRESS_EVERY_MS = 200;
const POLL_MS = 20;

/** Runs the phases of the story one after the other, without a gap between them, and adds each up. */
export class Stage {
  readonly results: PhaseResult[] = [];
  readonly complaints: string[] = [];
  readonly #props: Props;
  #from = performance.now();

  constructor(props: Props) {
    this.#props = props;
  }

  async phase(name: string, { steady = false, action }: PhaseOptions): Promise<void> {
    const { samples, deployment, directory, narrator } = this.#props;
    const before = deployment.addresses;
    const stopProgress = this.#showProgress(name);
    try {
      const fresh = (await action()) ?? [];
      const window = { name, steady, from: this.#from, to: performance.now(), backends: before, fresh };
      this.#from = window.to;
      await this.until(10_000, () => samples.isComplete(window.to));
      const result = summarize(window, samples, directory.publishedAt);
      this.results.push(result);
      narrator.phase(result);
    } finally {
      stopProgress();
    }
  }

  hold(ms: number): Promise<void> {
    return delay(ms, undefined, { signal: this.#props.signal });
  }

  /** Polls; resolves with whether the condition came true in time. */
  async until(timeoutMs: number, condition: () => boolean): Promise<boolean> {
    const deadline = performance.now() + timeoutMs;
    while (!condition()) {
      if (performance.now() > deadline) return false;
      await delay(POLL_MS, undefined, { signal: this.#props.signal });
    }
    return true;
  }

  #showProgress(name: string): () => void {
    const { samples, deployment, narrator } = this.#props;
    const started = performance.now();
    const [calls, failures] = [samples.calls, samples.failures];
    const timer = setInterval(() => {
      const seconds = Math.floor((performance.now() - started) / 1000);
      narrator.progress(
        `${name} · ${seconds} s · ${samples.calls - calls} calls, ${samples.failures - failures} failed · ` +
          `${deployment.addresses.length} servers`,
      );
    }, PROGRESS_EVERY_MS);
    return () => clearInterval(timer);
  }
}
