import { type StatusObject, status } from '@grpc/grpc-js';
import { healthDefinition } from '../health-protocol.js';
import { ClientStream, type ClientStreamOwner } from '../rpc/client-stream.js';
import { sharedRequestFields } from '../rpc/request-fields.js';
import type { ClientConnection } from '../transport/client-connection.js';
import { BackOff } from './back-off.js';

/** What a backend says of itself; `unwatched` when it cannot be asked, which counts as healthy. */
export type Health = 'serving' | 'not_serving' | 'unwatched';

/** What calls of the kit's own to a backend need. */
export interface KitCalls {
  readonly authority: string;
  readonly secure: boolean;
  credentialFields(method: string): Promise<readonly string[]> | undefined;
}

export interface BackendHealthOptions {
  readonly connection: ClientConnection;
  readonly calls: KitCalls;
  /** The empty name stands for the whole server. */
  readonly service: string;
  /** A backend that has not answered by then is not serving, in ms. */
  readonly patienceMs: number;
  /** Told every answer. */
  readonly changed: (health: Health, why: string) => void;
}

/** A server without health service, or that keeps it from this client, is taken to be healthy. */
const UNWATCHED: ReadonlySet<status> = new Set([
  status.UNIMPLEMENTED,
  status.UNAUTHENTICATED,
  status.PERMISSION_DENIED,
]);
const WATCH = healthDefinition.watch;
const MOST_RESPONSE_BYTES = 65_536;

/** Watches the health of one connection by `Health/Watch` until closed (gRFC A17). */
export class BackendHealth implements ClientStreamOwner {
  readonly #options: BackendHealthOptions;
  readonly #backOff = new BackOff(100, 10_000);
  #stream: ClientStream | undefined;
  #timer: NodeJS.Timeout | undefined;
  #answered = false;
  /** Watches in a row that ended without an answer. */
  #failures = 0;
  #closed = false;

  constructor(options: BackendHealthOptions) {
    this.#options = options;
    this.#open();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#release()?.cancel();
  }

  streamHead(): void {}

  streamMessage(stream: ClientStream, response: Buffer): void {
    this.#failures = 0;
    this.#backOff.reset();
    const said = servingStatus(response);
    this.#tell(said === 'SERVING' ? 'serving' : 'not_serving', `it says ${said}`);
    stream.read();
  }

  streamDrained(): void {}

  streamEnded(_stream: ClientStream, ended: StatusObject): void {
    this.#release();
    this.#ended(ended);
  }

  #ended({ code, details }: StatusObject): void {
    if (this.#closed) return;
    if (UNWATCHED.has(code)) {
      this.#tell('unwatched', '');
      return;
    }
    // The first end may be a proxy's time limit or a server that forgets its watchers; the second in a row is a fault.
    this.#failures += 1;
    if (this.#failures > 1) this.#tell('not_serving', `its health cannot be watched: ${details}`);
    this.#after(this.#backOff.next(), () => this.#open());
  }

  #open(): void {
    const fields = this.#options.calls.credentialFields(WATCH.path);
    if (fields === undefined) this.#watch(undefined);
    else
      fields.then(
        (own) => this.#watch(own),
        (ended: StatusObject) => this.#ended(ended),
      );
  }

  #watch(own: readonly string[] | undefined): void {
    if (this.#closed) return;
    const { connection, calls, service, patienceMs } = this.#options;
    if (!connection.canOpen) {
      // Every stream that the server allows is a call's; health waits.
      if (connection.state === 'ready') this.#after(patienceMs, () => this.#open());
      return;
    }
    const stream = new ClientStream(connection, this, MOST_RESPONSE_BYTES);
    this.#stream = stream;
    connection.background += 1;
    stream.sendHead(sharedRequestFields(WATCH.path, calls.authority, calls.secure), own);
    stream.send(WATCH.requestSerialize({ service }), false, true);
    stream.read();
    if (!this.#answered) {
      this.#after(patienceMs, () => this.#tell('not_serving', `no word of its health in ${patienceMs} ms`));
    }
  }

  #release(): ClientStream | undefined {
    const stream = this.#stream;
    if (stream) this.#options.connection.background -= 1;
    this.#stream = undefined;
    return stream;
  }

  #tell(health: Health, why: string): void {
    if (this.#closed) return;
    clearTimeout(this.#timer);
    this.#answered = true;
    this.#options.changed(health, why);
  }

  #after(ms: number, call: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(call, ms);
    this.#timer.unref();
  }
}

function servingStatus(response: Buffer): string {
  try {
    return healthDefinition.watch.responseDeserialize(response).status;
  } catch {
    return 'something that is no health response';
  }
}
