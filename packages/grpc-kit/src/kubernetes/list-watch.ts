import type { Clock } from '../discovery/clock.js';
import type { FindApi } from './api-access.js';
import { ApiError } from './api-error.js';
import { BackOff } from './back-off.js';
import type { EndpointSlice } from './endpoint-slice.js';
import { SliceApi } from './slice-api.js';
import { isOlder, SliceSet } from './slice-set.js';

export interface ListWatchOptions {
  readonly findApi: FindApi;
  readonly service: string;
  /** Undefined: that of the client. */
  readonly namespace: string | undefined;
  readonly minIntervalMs: number;
  readonly clock: Clock;
}

/** Told what a list-watch sees. */
export interface SliceListener {
  /** `tookMs` after a list; undefined for what the server pushed. */
  slices(slices: readonly EndpointSlice[], tookMs: number | undefined): void;
  failed(cause: unknown, server: string, namespace: string | undefined, tookMs: number): void;
}

const GONE = 410;
const UNAUTHORIZED = 401;
/** A watch that lived this long ended as watches do. */
const HEALTHY_MS = 5_000;
/** A list below the version that is known comes from a cache that lags; again and again it is what the cluster was restored to. */
const STALE_LISTS = 8;
/** An endpoint that moves from one slice to another is in neither for a moment. */
const SETTLE_MS = 50;

/** Follows the slices of one Service: a list, then a watch from its version, over and over, until it is closed. */
export class ListWatch {
  readonly #options: ListWatchOptions;
  readonly #listener: SliceListener;
  readonly #closing = new AbortController();
  readonly #backOff: BackOff;
  readonly #set = new SliceSet();
  #api: { readonly slices: SliceApi; readonly server: string; readonly namespace: string } | undefined;
  #mustList = true;
  #staleLists = 0;
  #triedAt = Number.NEGATIVE_INFINITY;
  #cancelTelling: (() => void) | undefined;

  constructor(options: ListWatchOptions, listener: SliceListener) {
    this.#options = options;
    this.#listener = listener;
    this.#backOff = new BackOff(options.clock);
    void this.#run();
  }

  /** Does not wait any longer with the next attempt. */
  refresh(): void {
    if (this.#options.clock.now() - this.#triedAt >= this.#options.minIntervalMs) this.#backOff.wake();
  }

  close(): void {
    this.#cancelTelling?.();
    this.#closing.abort();
  }

  async #run(): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      this.#triedAt = this.#options.clock.now();
      const failure = await this.#follow(signal).then(
        () => undefined,
        (cause: unknown) => ({ cause }),
      );
      const healthy = this.#elapsed() >= HEALTHY_MS;
      if (healthy) this.#backOff.reset();
      if (failure && !signal.aborted) await this.#recover(failure.cause, signal);
      else if (!healthy) await this.#backOff.wait(signal);
    }
  }

  async #follow(signal: AbortSignal): Promise<void> {
    const api = await this.#find();
    if (this.#mustList) {
      const { slices, version } = await api.list(signal);
      if (isOlder(version, this.#set.version) && ++this.#staleLists < STALE_LISTS) {
        throw new Error(`the list is as of version ${version}, older than ${this.#set.version}`);
      }
      this.#staleLists = 0;
      this.#mustList = false;
      this.#set.replace(slices, version);
      this.#tell(this.#elapsed());
    }
    for await (const events of api.watch(this.#set.version, signal)) {
      this.#backOff.reset();
      for (const event of events) this.#set.apply(event);
      if (events.some(({ type }) => type !== 'bookmark')) this.#tellSoon();
    }
  }

  async #find(): Promise<SliceApi> {
    if (this.#api) return this.#api.slices;
    const access = await this.#options.findApi();
    const namespace = this.#options.namespace ?? access.namespace;
    const slices = new SliceApi(access, namespace, this.#options.service);
    this.#api = { slices, server: access.server.origin, namespace };
    return slices;
  }

  /** A broken connection goes on from the last version; whatever else is wrong, a new list is the cure. */
  async #recover(cause: unknown, signal: AbortSignal): Promise<void> {
    const refusal = cause instanceof ApiError ? cause : undefined;
    const { server = '', namespace = this.#options.namespace } = this.#api ?? {};
    if (!isConnectionError(cause)) this.#mustList = true;
    // That the server has forgotten the version is part of how it works.
    if (refusal?.status !== GONE) this.#listener.failed(cause, server, namespace, this.#elapsed());
    if (refusal?.status === UNAUTHORIZED) this.#api = undefined;
    await this.#backOff.wait(signal, refusal?.retryAfterMs);
  }

  #tellSoon(): void {
    this.#cancelTelling ??= this.#options.clock.after(SETTLE_MS, () => this.#tell(undefined));
  }

  #tell(tookMs: number | undefined): void {
    this.#cancelTelling?.();
    this.#cancelTelling = undefined;
    if (!this.#closing.signal.aborted) this.#listener.slices(this.#set.slices, tookMs);
  }

  #elapsed(): number {
    return this.#options.clock.now() - this.#triedAt;
  }
}

/** Node gives errors of sockets a code. */
function isConnectionError(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause;
}
