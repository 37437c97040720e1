import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import type { Server } from '@grpc/grpc-js';

const GRPC_TIMEOUT = 'grpc-timeout';
const CONTENT_TYPE = 'content-type';
/** `TimeoutValue` and `TimeoutUnit` of the protocol: at most eight digits, no sign, no fraction. */
const TIMEOUT = /^(\d{1,8})([HMSmun])$/;
/** Anywhere in the value. */
const READ_BY_GRPC_JS = /\d\s*[HMSmun]/;
const UNIT_MS: Readonly<Record<string, number>> = { H: 3_600_000, M: 60_000, S: 1_000, m: 1, u: 1e-3, n: 1e-6 };
/** What grpc-js's 32-bit arithmetic and Node's timers carry, 24.8 days. */
const LONGEST_MS = 2 ** 31 - 1;
/** gRPC itself, with or without a message format; not gRPC-Web, whose frames are others. */
const GRPC = /^application\/grpc(?:[+;]|$)/i;

/** Deadlines that grpc-js cannot keep, in ms since 1970. */
const farDeadlines = new WeakMap<object, number>();

/** The deadline of a call that has 25 days or more; undefined for every other. */
export function farDeadlineOf(call: object): number | undefined {
  const { stream } = call as { readonly stream?: object };
  return stream && farDeadlines.get(stream);
}

type StreamHandler = (interceptors: unknown, stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => void;

/**
 * Looks at the headers of every request before grpc-js does, which takes `-1S` for a second, a deadline of 30 days for
 * one that has passed, and gRPC-Web for gRPC. Without effect in a version of grpc-js that takes streams otherwise.
 */
export function checkRequestHeaders(grpc: Server): void {
  const handlers = grpc as unknown as Record<'_streamHandler' | '_channelzHandler', StreamHandler | undefined>;
  for (const name of ['_streamHandler', '_channelzHandler'] as const) {
    const handle = handlers[name];
    if (!handle) continue;
    handlers[name] = function checked(this: Server, interceptors, stream, headers) {
      checkHeaders(stream, headers);
      handle.call(this, interceptors, stream, headers);
    };
  }
}

/** Puts what grpc-js refuses in place of what it should, so that it answers with its own status. */
function checkHeaders(stream: ServerHttp2Stream, headers: IncomingHttpHeaders): void {
  const contentType = headers[CONTENT_TYPE];
  if (contentType !== undefined && !GRPC.test(contentType)) headers[CONTENT_TYPE] = 'application/octet-stream';
  const timeout = headers[GRPC_TIMEOUT];
  if (timeout === undefined) return;
  const [, digits, unit = ''] = TIMEOUT.exec(String(timeout)) ?? [];
  if (digits === undefined) {
    if (READ_BY_GRPC_JS.test(String(timeout))) headers[GRPC_TIMEOUT] = 'malformed';
    return;
  }
  const ms = Number(digits) * (UNIT_MS[unit] ?? 0);
  if (ms <= LONGEST_MS) return;
  // No timer: connections do not live that long.
  farDeadlines.set(stream, Date.now() + ms);
  delete headers[GRPC_TIMEOUT];
}
