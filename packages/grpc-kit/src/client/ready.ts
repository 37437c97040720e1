import { GrpcKitError } from '../errors.js';
import { knownOptions } from '../known-options.js';
import type { ClientChannel } from './client-channel.js';

/** How long to wait until clients are ready. */
export interface ReadyOptions {
  /** How long to wait for the backends, in ms. Default 10,000. */
  readonly timeoutMs?: number;
  /** Ends the wait; the promise rejects with its reason. Default: none. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Connects, and resolves once every resolved backend of every channel is connected or has failed once, and each
 * channel has one at least that takes calls.
 * @throws GrpcKitError `ERR_NOT_READY` with what is missing when the time is up; the signal's reason when aborted.
 */
export function allReady(channels: readonly ClientChannel[], options: ReadyOptions = {}): Promise<void> {
  const { timeoutMs = 10_000, signal } = knownOptions(options, 'ready options', { timeoutMs: true, signal: true });
  return new Promise((resolve, reject) => {
    const stops: (() => void)[] = [];
    const settle = (end: () => void): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
      for (const stop of stops) stop();
      end();
    };
    const abort = (): void => settle(() => reject(signal?.reason));
    const check = (): void => {
      if (channels.every(({ ready }) => ready)) settle(resolve);
    };
    const timer = setTimeout(() => {
      const missing = channels.filter(({ ready }) => !ready).map((channel) => channel.missing);
      const message = `not ready after ${timeoutMs} ms: ${missing.join(' | ')}`;
      settle(() => reject(new GrpcKitError('ERR_NOT_READY', message)));
    }, timeoutMs);
    if (signal?.aborted) return abort();
    signal?.addEventListener('abort', abort, { once: true });
    for (const channel of channels) stops.push(channel.watch(check));
    check();
  });
}
