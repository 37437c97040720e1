/** The static table of HPACK (RFC 7541 appendix A), from index 1: `name` or `name: value`. */
const ENTRIES =
  `:authority|:method: GET|:method: POST|:path: /|:path: /index.html|:scheme: http|:scheme: https|:status: 200|\
:status: 204|:status: 206|:status: 304|:status: 400|:status: 404|:status: 500|accept-charset|accept-encoding: gzip, deflate|\
accept-language|accept-ranges|accept|access-control-allow-origin|age|allow|authorization|cache-control|content-disposition|\
content-encoding|content-language|content-length|content-location|content-range|content-type|cookie|date|etag|expect|expires|\
from|host|if-match|if-modified-since|if-none-match|if-range|if-unmodified-since|last-modified|link|location|max-forwards|\
proxy-authenticate|proxy-authorization|range|referer|refresh|retry-after|server|set-cookie|strict-transport-security|\
transfer-encoding|user-agent|vary|via|www-authenticate`
    .split('|')
    .map((entry) => entry.split(': '));

export const STATIC_ENTRIES: number = ENTRIES.length;
/** By index; index 0 is no entry. */
export const STATIC_NAMES: readonly string[] = ['', ...ENTRIES.map(([name]) => name as string)];
export const STATIC_VALUES: readonly string[] = ['', ...ENTRIES.map(([, value]) => value ?? '')];

/** The lowest index with a name. */
export const STATIC_INDEX_BY_NAME: ReadonlyMap<string, number> = new Map(
  STATIC_NAMES.map((name, index): [string, number] => [name, index])
    .filter(([, index]) => index > 0)
    .reverse(),
);

/** The index of a name with a value, by `name\0value`. */
export const STATIC_INDEX_BY_FIELD: ReadonlyMap<string, number> = new Map(
  STATIC_NAMES.map((name, index): [string, number] => [`${name}\0${STATIC_VALUES[index]}`, index]).filter(
    ([, index]) => index > 0,
  ),
);
