import { type experimental, Metadata, type StatusObject, status } from '@grpc/grpc-js';
import { healthDefinition } from '../health-protocol.js';

/** What a backend says of itself; `unwatched` when it cannot be asked, which counts as healthy. */
export type Health = 'serving' | 'not_serving' | 'unwatched';

export interface HealthWatchOptions {
  readonly subchannel: experimental.SubchannelInterface;
  /** The empty name stands for the whole server. */
  readonly service: string;
  /** A backend that has not said anything by then is not serving, in ms. */
  readonly patienceMs: number;
  /** Told every answer. */
  readonly said: (health: Health, why: string) => void;
  /** The stream is open and keeps the process alive, unless whoever listens lets go of the connection. */
  readonly opened: () => void;
}

/** A server without health service, or that keeps it from this client, is taken at its word otherwise. */
const UNWATCHED: ReadonlySet<status> = new Set([
  status.UNIMPLEMENTED,
  status.UNAUTHENTICATED,
  status.PERMISSION_DENIED,
]);
const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 10_000;

/** Watches the health of one connected backend until closed (gRFC A17). */
export class HealthWatch {
  readonly #options: HealthWatchOptions;
  #call: experimental.CallStream | undefined;
  #timer: NodeJS.Timeout | undefined;
  #retryMs = FIRST_RETRY_MS;
  #said = false;
  #closed = false;

  constructor(options: HealthWatchOptions) {
    this.#options = options;
    this.#open();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#call?.cancelWithStatus(status.CANCELLED, 'no longer watched');
  }

  #open(): void {
    const { subchannel, service, patienceMs, opened } = this.#options;
    const { path, requestSerialize } = healthDefinition.watch;
    const call = subchannel.getChannel().createCall(path, Number.POSITIVE_INFINITY, null, null, null);
    this.#call = call;
    call.start(new Metadata(), {
      onReceiveMetadata: () => undefined,
      onReceiveMessage: (response: Buffer) => {
        this.#retryMs = FIRST_RETRY_MS;
        const said = statusOf(response);
        this.#say(said === 'SERVING' ? 'serving' : 'not_serving', `it says ${said}`);
        call.startRead();
      },
      onReceiveStatus: (ended) => this.#ended(ended),
    });
    call.sendMessageWithContext({}, requestSerialize({ service }));
    call.halfClose();
    call.startRead();
    setImmediate(opened);
    if (!this.#said)
      this.#after(patienceMs, () => this.#say('not_serving', `no word of its health in ${patienceMs} ms`));
  }

  #ended({ code, details }: StatusObject): void {
    if (this.#closed) return;
    if (UNWATCHED.has(code)) {
      this.#say('unwatched', '');
      return;
    }
    // The first end may be a proxy's time limit or a server that forgets its watchers; the second in a row is a fault.
    if (this.#retryMs > FIRST_RETRY_MS) this.#say('not_serving', `its health cannot be watched: ${details}`);
    this.#after(this.#retryMs, () => this.#open());
    this.#retryMs = Math.min(this.#retryMs * 2, LAST_RETRY_MS);
  }

  #say(health: Health, why: string): void {
    if (this.#closed) return;
    clearTimeout(this.#timer);
    this.#said = true;
    this.#options.said(health, why);
  }

  #after(ms: number, call: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (!this.#closed) call();
    }, ms);
    this.#timer.unref();
  }
}

function statusOf(response: Buffer): string {
  try {
    return healthDefinition.watch.responseDeserialize(response).status;
  } catch {
    return 'something that is no health response';
  }
}
