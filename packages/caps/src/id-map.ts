import type { Known } from './known.js';

/** One line of /proc/PID/uid_map: `count` ids from `inside` stand for those from `outside` (user_namespaces(7)). */
export interface IdMapping {
  readonly inside: number;
  readonly outside: number;
  readonly count: number;
}

/** Reads uid_map or gid_map; `'unknown'` for no or malformed text. An empty map is a namespace not yet mapped. */
export function parseIdMap(text: string | undefined): Known<readonly IdMapping[]> {
  if (text === undefined) return 'unknown';
  const mappings: IdMapping[] = [];
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    const [, inside, outside, count] = /^\s*(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s*$/.exec(line) ?? [];
    if (count === undefined) return 'unknown';
    mappings.push({ inside: Number(inside), outside: Number(outside), count: Number(count) });
  }
  return mappings;
}
