import { type StatusObject, status } from '@grpc/grpc-js';
import { ClientCall } from './client-call.js';
import type { DirectRoute } from './direct-route.js';

/** Responses that may wait for the reader: the next ones are on their way while one is looked at. */
const READ_AHEAD = 8;

type Result = IteratorResult<unknown, undefined>;
interface Waiter {
  resolve(result: Result): void;
  reject(error: unknown): void;
}
const DONE: Result = Object.freeze({ done: true, value: undefined });

/**
 * The responses of a call. It begins with the first `next`, reads no faster than it is read, and is cancelled by
 * leaving the loop.
 */
export class ResponseStream extends ClientCall implements AsyncIterableIterator<unknown, undefined> {
  #responses: unknown[] = [];
  #begun = false;
  #reading = false;
  #thrown = false;
  /** Who asked for responses that have not come. */
  readonly #waiters: Waiter[] = [];

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<Result> {
    try {
      this.#begin();
    } catch (error) {
      // What the caller did wrong; there is no call that could end.
      this.#thrown = true;
      return Promise.reject(error);
    }
    if (this.#responses.length === 0) return this.#next();
    const value = this.#responses.shift();
    this.#readOn();
    return Promise.resolve({ done: false, value });
  }

  return(): Promise<Result> {
    this.#begun = true;
    this.#thrown = true;
    this.#responses = [];
    this.cancel(status.CANCELLED, 'the caller left the stream');
    return Promise.resolve(DONE);
  }

  /** A shorter way, for calls that send one message. */
  protected route(): DirectRoute | undefined {
    return undefined;
  }

  /** What is sent before the first response is read. */
  protected begun(): void {}

  protected override received(message: unknown): void {
    this.#reading = false;
    const waiter = this.#waiters.shift();
    if (waiter) waiter.resolve({ done: false, value: message });
    else this.#responses.push(message);
    this.#readOn();
  }

  protected override finished(_ended: StatusObject): void {
    this.#release();
  }

  #begin(): void {
    if (this.#begun) return;
    this.#begun = true;
    this.begin(this.route());
    this.begun();
    this.#readOn();
  }

  #readOn(): void {
    if (this.#reading || this.#responses.length >= READ_AHEAD) return;
    this.#reading = true;
    this.read();
  }

  #next(): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#waiters.push({ resolve, reject });
      if (this.ended !== undefined || this.#thrown) this.#release();
    });
  }

  /** Nothing comes any more. */
  #release(): void {
    for (const { resolve, reject } of this.#waiters.splice(0)) {
      try {
        resolve(this.#end());
      } catch (error) {
        reject(error);
      }
    }
  }

  /** The error once, to whoever asked first; nothing after it. */
  #end(): Result {
    const error = this.#thrown ? undefined : this.error;
    this.#thrown = true;
    if (error !== undefined) throw error;
    return DONE;
  }
}
