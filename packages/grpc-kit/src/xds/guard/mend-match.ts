import type { HeaderMatcher, QueryParameter, Route, RouteMatch } from './messages.js';

/** Rewrites a match to what the library understands as Envoy does. @returns whether a gRPC call can match it at all. */
export function mendMatch({ match }: Route): boolean {
  if (!match) return true;
  if (neverMatches(match)) return false;
  separatedPrefix(match);
  if (match.safe_regex) match.safe_regex.regex = whole(match.safe_regex.regex);
  match.headers = match.headers.flatMap(mendedHeader);
  return true;
}

/** The library ignores these, so that such a route would match everything. */
function neverMatches({ query_parameters, dynamic_metadata, tls_context, path_specifier }: RouteMatch): boolean {
  return (
    path_specifier === 'connect_matcher' ||
    (query_parameters ?? []).some(isWanted) ||
    (dynamic_metadata ?? []).length > 0 ||
    tls_context?.presented?.value === true ||
    tls_context?.validated?.value === true
  );
}

/** A gRPC path has no query, so that a parameter which must be absent always is. */
function isWanted({ query_parameter_match_specifier: specifier, present_match: present }: QueryParameter): boolean {
  return specifier !== 'present_match' || present !== false;
}

/** `/pkg.Service` is a prefix of `/pkg.Service/Method`; every gRPC path has two segments. */
function separatedPrefix(match: RouteMatch): void {
  if (match.path_specifier !== 'path_separated_prefix') return;
  const prefix = match.path_separated_prefix ?? '';
  const segments = prefix.split('/').length - 1;
  if (segments < 2) Object.assign(match, { path_specifier: 'prefix', prefix: `${prefix}/` });
  else Object.assign(match, { path_specifier: 'path', path: prefix });
}

function mendedHeader(header: HeaderMatcher): HeaderMatcher[] {
  const { name, header_match_specifier: specifier } = header;
  const present = { name, header_match_specifier: 'present_match', present_match: true, invert_match: false };
  if (specifier === undefined) return [{ ...present, invert_match: header.invert_match }];
  if (specifier === 'present_match') {
    return [{ ...present, invert_match: header.invert_match === (header.present_match === true) }];
  }
  if (specifier === 'contains_match') {
    header.header_match_specifier = 'string_match';
    header.string_match = { match_pattern: 'contains', contains: header.contains_match ?? '' };
  }
  for (const regex of [header.safe_regex_match, header.string_match?.safe_regex]) {
    if (regex) regex.regex = whole(regex.regex);
  }
  // To Envoy a header that is missing does not match, inverted or not.
  return header.invert_match && !header.treat_missing_header_as_empty ? [present, header] : [header];
}

/** The library anchors the first and the last alternative only. */
function whole(regex: string): string {
  return `(?:${regex})`;
}
