import { Metadata, status } from '@grpc/grpc-js';
import type { HeaderList } from '../http2/header-list.js';

/** What answers a request that is none of gRPC. */
export interface HttpFault {
  readonly httpStatus: number;
  readonly fields: readonly string[];
}

/** What is wrong with a call of gRPC. */
export interface CallFault {
  readonly code: status;
  readonly details: string;
}

/** Encodings of messages that are understood. */
export const ENCODINGS: readonly string[] = ['identity', 'deflate', 'gzip'];

/** Of the protocol, and no metadata of the call. */
const NO_METADATA: ReadonlySet<string> = new Set([
  'te',
  'content-type',
  'content-length',
  'grpc-timeout',
  'grpc-encoding',
  'grpc-accept-encoding',
  'accept-encoding',
]);

const MILLISECONDS: Readonly<Record<string, number>> = { H: 3_600_000, M: 60_000, S: 1_000, m: 1, u: 1e-3, n: 1e-6 };

/** The head of a request (PROTOCOL-HTTP2, "Requests"); kept with the header list, of which there are few for thousands of calls. */
export class RequestHead {
  /** `/pkg.Service/Method`. */
  readonly path: string;
  readonly authority: string;
  /** Of compressed messages. */
  readonly encoding: string;
  /** From the arrival of the call; Infinity without one. */
  readonly timeoutMs: number;
  readonly httpFault: HttpFault | undefined;
  readonly fault: CallFault | undefined;
  readonly #metadata: Metadata = new Metadata();

  private constructor(list: HeaderList, maxBytes: number) {
    const method = list.get(':method');
    const timeout = list.get('grpc-timeout');
    this.path = list.get(':path') ?? '';
    this.authority = list.get(':authority') ?? list.get('host') ?? '';
    this.encoding = list.get('grpc-encoding') ?? 'identity';
    const timeoutMs = timeout === undefined ? Number.POSITIVE_INFINITY : millisecondsOf(timeout);
    this.timeoutMs = timeoutMs ?? Number.POSITIVE_INFINITY;
    this.httpFault = httpFault(method, list.get('content-type'));
    this.fault =
      this.#readMetadata(list, maxBytes) ??
      (timeoutMs === undefined ? invalid('grpc-timeout', timeout ?? '') : undefined) ??
      (ENCODINGS.includes(this.encoding) ? undefined : unknownEncoding(this.encoding));
  }

  /** @param maxBytes What a header list may have, for the message about one that has more. */
  static of(list: HeaderList, maxBytes: number): RequestHead {
    if (!(list.meaning instanceof RequestHead)) list.meaning = new RequestHead(list, maxBytes);
    return list.meaning as RequestHead;
  }

  /** A new one at each call: whoever gets it may change it. */
  metadata(): Metadata {
    return this.#metadata.clone();
  }

  #readMetadata({ fields, truncated, size }: HeaderList, maxBytes: number): CallFault | undefined {
    if (truncated) {
      const details = `metadata of ${size} bytes; at most ${maxBytes} are accepted`;
      return { code: status.RESOURCE_EXHAUSTED, details };
    }
    for (let at = 0; at < fields.length; at += 2) {
      const name = fields[at] as string;
      if (name.startsWith(':') || NO_METADATA.has(name)) continue;
      try {
        addField(this.#metadata, name, fields[at + 1] as string);
      } catch {
        return invalid(name, fields[at + 1] as string);
      }
    }
    return undefined;
  }
}

function httpFault(method: string | undefined, contentType: string | undefined): HttpFault | undefined {
  if (method !== 'POST') return { httpStatus: 405, fields: ['allow', 'POST'] };
  if (contentType !== undefined && /^application\/grpc(?:[+;]|$)/i.test(contentType)) return undefined;
  return { httpStatus: 415, fields: ['accept', 'application/grpc'] };
}

/** Undefined for what is no positive integer of at most eight digits with a unit. */
function millisecondsOf(timeout: string): number | undefined {
  const [, digits, unit = ''] = /^(\d{1,8})([HMSmun])$/.exec(timeout) ?? [];
  const factor = MILLISECONDS[unit];
  return digits === undefined || factor === undefined ? undefined : Number(digits) * factor;
}

function invalid(name: string, value: string): CallFault {
  return { code: status.INTERNAL, details: `Invalid ${name} value ${JSON.stringify(value.slice(0, 40))}` };
}

function unknownEncoding(encoding: string): CallFault {
  const details = `Received message compressed with unsupported encoding ${JSON.stringify(encoding.slice(0, 40))}`;
  return { code: status.UNIMPLEMENTED, details };
}

const BASE64 = /^[A-Za-z0-9+/_-]*={0,2}$/;

function addField(metadata: Metadata, name: string, value: string): void {
  if (!name.endsWith('-bin')) {
    metadata.add(name, value);
    return;
  }
  for (const part of value.split(',')) {
    const text = part.trim();
    if (!BASE64.test(text)) throw new TypeError('not base64');
    metadata.add(name, Buffer.from(text, 'base64'));
  }
}
