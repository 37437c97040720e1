import { GrpcKitError } from '../errors.js';
import type { EndpointListener, EndpointSource } from './endpoint-source.js';

/**
 * The source, with an empty list told as an error, so that whoever listens keeps its backends: an empty answer is
 * far more often a fault of what answers than the wish that every call fail.
 */
export function neverEmpty(source: EndpointSource, target: string): EndpointSource {
  const guarded = (listener: EndpointListener): EndpointListener => ({
    endpoints: (list, tookMs) => {
      if (list.length > 0) return listener.endpoints(list, tookMs);
      listener.error(
        new GrpcKitError('ERR_RESOLUTION', `target ${target} has no backends: the answer was empty`),
        tookMs,
      );
    },
    error: (cause, tookMs) => listener.error(cause, tookMs),
  });
  return {
    start: (listener) => source.start(guarded(listener)),
    refresh: () => source.refresh(),
    close: () => source.close(),
  };
}
