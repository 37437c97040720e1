import { Metadata, type StatusObject, status } from '@grpc/grpc-js';
import { knownStatus } from '../call-status.js';
import type { HeaderList } from '../http2/header-list.js';
import { statusOfHttp } from './http-status.js';

/** What the head of a response says; kept with the header list, of which there are few for thousands of calls. */
export class ResponseHead {
  readonly #fields: readonly string[];
  /** 200, unless something answered that is no gRPC. */
  readonly httpStatus: number;
  /** Of compressed messages. */
  readonly encoding: string;
  /** Why it is no gRPC response. */
  readonly fault: StatusObject | undefined;

  private constructor(list: HeaderList) {
    this.#fields = list.fields;
    this.httpStatus = Number(list.get(':status'));
    this.encoding = list.get('grpc-encoding') ?? 'identity';
    this.fault = list.truncated ? tooLarge() : this.#faultOf(list.get('content-type'));
  }

  static of(list: HeaderList): ResponseHead {
    if (!(list.meaning instanceof ResponseHead)) list.meaning = new ResponseHead(list);
    return list.meaning as ResponseHead;
  }

  /** A new one at each call: whoever gets it may change it. */
  get metadata(): Metadata {
    return metadataOf(this.#fields, NOT_OF_THE_CALL);
  }

  #faultOf(contentType: string | undefined): StatusObject | undefined {
    if (this.httpStatus !== 200) return httpFault(this.httpStatus);
    if (contentType === undefined || /^application\/grpc(?:[+;]|$)/i.test(contentType)) return undefined;
    const details = `the response is ${JSON.stringify(contentType.slice(0, 80))}, which is no gRPC`;
    return { code: status.UNKNOWN, details, metadata: new Metadata() };
  }
}

const OK: { readonly code: number; readonly details: string } = { code: status.OK, details: '' };

/** What trailers say, without their metadata. */
class ResponseEnd {
  readonly fields: readonly string[];
  readonly code: number;
  readonly details: string;

  constructor(list: HeaderList) {
    this.fields = list.fields;
    const { code, details } = list.truncated ? tooLarge() : endOf(list);
    this.code = code;
    this.details = details;
  }
}

/** The status in trailers, or in a head that is all of the response. */
export function statusOfTrailers(list: HeaderList): StatusObject {
  if (!(list.meaning instanceof ResponseEnd)) list.meaning = new ResponseEnd(list);
  const { fields, code, details } = list.meaning as ResponseEnd;
  return { code, details, metadata: metadataOf(fields, NOT_OF_THE_STATUS) };
}

function endOf(list: HeaderList): { readonly code: number; readonly details: string } {
  const text = list.get('grpc-status');
  if (text === '0') return OK;
  if (text === undefined) {
    const http = list.get(':status');
    if (http === undefined || http === '200')
      return { code: status.UNKNOWN, details: 'No status information received' };
    return httpFault(Number(http));
  }
  const details = percentDecoded(list.get('grpc-message') ?? '');
  const code = knownStatus(/^\d{1,3}$/.test(text) ? Number(text) : text);
  if (details !== '' || `${code}` === text) return { code, details };
  return { code, details: `the server sent the status ${text.slice(0, 20)}, which gRPC does not have` };
}

function httpFault(httpStatus: number): StatusObject {
  const details = `Received HTTP status code ${httpStatus}`;
  return { code: statusOfHttp(httpStatus), details, metadata: new Metadata() };
}

function tooLarge(): StatusObject {
  return {
    code: status.RESOURCE_EXHAUSTED,
    details: 'the headers of the response are larger than allowed',
    metadata: new Metadata(),
  };
}

/** Percent-encoded UTF-8; what is malformed stands as it is, as far as it is (PROTOCOL-HTTP2, "Status-Message"). */
function percentDecoded(text: string): string {
  if (!text.includes('%')) return text;
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at++) {
    const hex = text[at] === '%' ? /^[0-9a-f]{2}/i.exec(text.slice(at + 1, at + 3))?.[0] : undefined;
    if (hex === undefined) bytes.push(text.charCodeAt(at));
    else {
      bytes.push(Number.parseInt(hex, 16));
      at += 2;
    }
  }
  return Buffer.from(bytes).toString('utf8');
}

const NOT_OF_THE_CALL: ReadonlySet<string> = new Set(['grpc-encoding', 'grpc-accept-encoding']);
const NOT_OF_THE_STATUS: ReadonlySet<string> = new Set(['grpc-status', 'grpc-message']);

function metadataOf(fields: readonly string[], without: ReadonlySet<string>): Metadata {
  const metadata = new Metadata();
  for (let at = 0; at < fields.length; at += 2) {
    const name = fields[at] as string;
    if (name.startsWith(':') || without.has(name)) continue;
    addField(metadata, name, fields[at + 1] as string);
  }
  return metadata;
}

/** A field that metadata cannot hold is left out, as grpc-js does: it must not fail a call that was served. */
function addField(metadata: Metadata, name: string, value: string): void {
  try {
    if (!name.endsWith('-bin')) metadata.add(name, value);
    else for (const part of value.split(',')) metadata.add(name, Buffer.from(part.trim(), 'base64'));
  } catch {}
}
