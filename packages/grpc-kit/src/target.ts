import { GrpcKitError, quoted } from './errors.js';

/** A target string, understood. `text` is the string as it was given. */
export interface Target {
  readonly text: string;
  /** `dns`, `srv`, `static`, `k8s`, `xds`, `unix`, or the scheme of a discovery that was handed in. */
  readonly scheme: string;
  /** Between `//` and the next `/`: a DNS server for `dns` and `srv`, else empty. */
  readonly authority: string;
  /** Behind it: a name, a list of addresses, or a socket path. */
  readonly path: string;
}

const FORMS =
  'dns:///name:port, dns://server:port/name:port, srv:///_grpc._tcp.name, static:///a:1,b:2, k8s:///service.namespace:port, xds:///name or unix:path';

/**
 * Splits a target into scheme, authority and path; each discovery checks its own path.
 * @throws GrpcKitError `ERR_TARGET_INVALID` when there is no scheme or nothing behind it.
 */
export function parseTarget(text: string): Target {
  if (typeof text !== 'string') {
    const hint = text === undefined ? '; is the environment variable set that it comes from?' : '';
    throw new GrpcKitError('ERR_TARGET_INVALID', `target is ${quoted(text)}, but must be one of ${FORMS}${hint}`);
  }
  const match = /^([a-z][a-z0-9+.-]*):(?:\/\/([^/]*)\/)?(.*)$/is.exec(text);
  const [, scheme = '', authority, path = ''] = match ?? [];
  if (path === '' || (authority === undefined && scheme !== 'unix')) {
    throw new GrpcKitError('ERR_TARGET_INVALID', `target ${quoted(text)} is not one of ${FORMS}${suggestion(text)}`);
  }
  return { text, scheme: scheme.toLowerCase(), authority: authority ?? '', path };
}

/** What plain grpc-js takes: `name:port`, `dns:name:port` and `ipv4:1.2.3.4:port`. */
function suggestion(text: string): string {
  const [, url] = /^(?:https?|grpcs?):\/\/([\w.-]+:\d+)\/?$/i.exec(text.slice(0, 300)) ?? [];
  if (url !== undefined) {
    const tls = /^(https|grpcs):/i.test(text) ? ' with policy.tls' : '';
    return `; did you mean dns:///${url}${tls}?`;
  }
  const [, prefix, rest] = /^(dns:\/{0,2}|ipv[46]:)?([\w.-]+:\d+(?:,[\w.-]+:\d+)*)$/.exec(text.slice(0, 300)) ?? [];
  if (rest === undefined) return '';
  return `; did you mean ${prefix?.startsWith('ip') || rest.includes(',') ? 'static' : 'dns'}:///${rest}?`;
}
