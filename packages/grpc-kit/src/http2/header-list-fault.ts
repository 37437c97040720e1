import type { HeaderList } from './header-list.js';

/** What a header list is the head of; see RFC 9113 section 8. */
export const HeaderRole = { REQUEST: 0, RESPONSE: 1, TRAILERS: 2 } as const;
export type HeaderRole = (typeof HeaderRole)[keyof typeof HeaderRole];

/** RFC 9113 section 8.2.2: of one connection, meaningless in HTTP/2. */
const CONNECTION_SPECIFIC: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
]);
const REQUEST_PSEUDO: ReadonlySet<string> = new Set([':method', ':scheme', ':path', ':authority', ':protocol']);
const VALID_NAME = /^:?[!#$%&'*+\-.^_`|~0-9a-z]+$/;
const INVALID_VALUE = /[\0\r\n]|^[ \t]|[ \t]$/;

/** Why a message with this head is malformed (RFC 9113 section 8.1.1), or undefined. */
export function headerListFault(list: HeaderList, role: HeaderRole): string | undefined {
  const known = list.faults[role];
  if (known !== undefined) return known ?? undefined;
  const fault = findFault(list, role);
  list.faults[role] = fault ?? null;
  return fault;
}

function findFault({ fields, truncated }: HeaderList, role: HeaderRole): string | undefined {
  const pseudo = new Map<string, string>();
  let regular = false;
  for (let at = 0; at < fields.length; at += 2) {
    const name = fields[at] as string;
    const value = fields[at + 1] as string;
    if (!VALID_NAME.test(name)) return `an invalid field name ${JSON.stringify(name.slice(0, 40))}`;
    if (INVALID_VALUE.test(value)) return `an invalid value of ${name}`;
    if (name.startsWith(':')) {
      if (regular) return `${name} after a regular field`;
      if (pseudo.has(name)) return `${name} twice`;
      if (role === 2) return `${name} in trailers`;
      if (role === 0 ? !REQUEST_PSEUDO.has(name) : name !== ':status') return `the pseudo-header field ${name}`;
      pseudo.set(name, value);
    } else {
      regular = true;
      if (CONNECTION_SPECIFIC.has(name)) return `the connection-specific field ${name}`;
      if (name === 'te' && value !== 'trailers') return 'te with another value than trailers';
    }
  }
  if (truncated || role === 2) return undefined;
  return role === 0 ? requestFault(pseudo) : statusFault(pseudo.get(':status'));
}

function requestFault(pseudo: ReadonlyMap<string, string>): string | undefined {
  const method = pseudo.get(':method');
  if (!method) return 'a request without :method';
  if (method === 'CONNECT') return pseudo.get(':authority') ? undefined : 'CONNECT without :authority';
  if (!pseudo.get(':scheme')) return 'a request without :scheme';
  if (!pseudo.get(':path')) return 'a request without :path';
  return undefined;
}

function statusFault(status: string | undefined): string | undefined {
  if (status === undefined) return 'a response without :status';
  return /^[1-9][0-9]{2}$/.test(status) ? undefined : 'an invalid :status';
}

/** @param ends The head is the whole message. */
export function contentLengthFault(length: string | undefined, ends: boolean): string | undefined {
  if (length === undefined) return undefined;
  if (!/^[0-9]{1,15}$/.test(length)) return 'an invalid content-length';
  return ends && Number(length) > 0 ? 'no data, though content-length announces some' : undefined;
}
