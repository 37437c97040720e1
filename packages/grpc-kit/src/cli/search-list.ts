import { readFileSync } from 'node:fs';

/** What resolv.conf(5) says of names that are not complete. */
export interface SearchList {
  readonly domains: readonly string[];
  /** Names with fewer dots are tried in the domains first. */
  readonly ndots: number;
}

/** Reads resolv.conf; a machine without one searches nothing. */
export function readSearchList(path = '/etc/resolv.conf'): SearchList {
  try {
    return parseSearchList(readFileSync(path, 'utf8'));
  } catch {
    return { domains: [], ndots: 1 };
  }
}

export function parseSearchList(text: string): SearchList {
  let domains: readonly string[] = [];
  let ndots = 1;
  for (const line of text.split('\n')) {
    const [keyword, ...values] = line.trim().split(/\s+/);
    if (keyword === 'search' || keyword === 'domain') domains = values;
    if (keyword !== 'options') continue;
    for (const value of values) ndots = Number(/^ndots:(\d+)$/.exec(value)?.[1] ?? ndots);
  }
  return { domains, ndots };
}
