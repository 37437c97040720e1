import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eachMapping, TraceMap } from '@jridgewell/trace-mapping';

/** Where child processes leave what they ran (NODE_V8_COVERAGE). */
export const childrenDirectory: string = fileURLToPath(new URL('../../coverage/children', import.meta.url));

/** What a process ran: https://nodejs.org/api/cli.html#node_v8_coveragedir */
interface Dump {
  readonly result: readonly {
    readonly url: string;
    readonly functions: readonly { readonly ranges: readonly Range[] }[];
  }[];
  readonly 'source-map-cache'?: Readonly<
    Record<string, { readonly lineLengths: readonly number[]; readonly data: object | null }>
  >;
}

interface Range {
  readonly startOffset: number;
  readonly endOffset: number;
  readonly count: number;
}

/** Istanbul's account of one file, as far as it is changed here. */
interface FileCoverage {
  readonly statementMap: Readonly<Record<string, { readonly start: Position; readonly end: Position }>>;
  readonly s: Record<string, number>;
}

interface Position {
  readonly line: number;
  readonly column: number;
}

/** Counts the statements that child processes ran. */
export function addChildren(
  coverage: Readonly<Record<string, { readonly data?: FileCoverage } & Partial<FileCoverage>>>,
): void {
  for (const name of readdirSync(childrenDirectory)) {
    const dump = readDump(join(childrenDirectory, name));
    for (const { url, functions } of dump?.result ?? []) {
      const source = dump?.['source-map-cache']?.[url];
      if (!source?.data || !url.startsWith('file:')) continue;
      const ranges = functions.flatMap((each) => each.ranges);
      for (const [path, positions] of runPositions(url, source.data, source.lineLengths, ranges)) {
        const file = coverage[path]?.data ?? coverage[path];
        if (file?.statementMap && file.s) count(file as FileCoverage, positions);
      }
    }
  }
}

/** Killed processes leave nothing, or half a file. */
function readDump(path: string): Dump | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Dump;
  } catch {
    return undefined;
  }
}

/** The columns that were run, by file and line. */
function runPositions(url: string, map: object, lineLengths: readonly number[], ranges: readonly Range[]) {
  const starts = [0];
  for (const [line, length] of lineLengths.entries()) starts.push((starts[line] ?? 0) + length + 1);
  const files = new Map<string, Map<number, number[]>>();
  eachMapping(new TraceMap(map as ConstructorParameters<typeof TraceMap>[0], url), (mapping) => {
    if (mapping.source === null) return;
    const offset = (starts[mapping.generatedLine - 1] ?? 0) + mapping.generatedColumn;
    if (!wasRun(offset, ranges)) return;
    const path = mapping.source.startsWith('file:')
      ? fileURLToPath(mapping.source.replace(/\?.*$/, ''))
      : mapping.source;
    const lines = files.get(path) ?? new Map<number, number[]>();
    files.set(path, lines);
    const columns = lines.get(mapping.originalLine) ?? [];
    lines.set(mapping.originalLine, columns);
    columns.push(mapping.originalColumn);
  });
  return files;
}

/** The smallest range around an offset says how often it was run. */
function wasRun(offset: number, ranges: readonly Range[]): boolean {
  let inmost: Range | undefined;
  for (const range of ranges) {
    if (range.startOffset > offset || range.endOffset <= offset) continue;
    if (!inmost || range.endOffset - range.startOffset <= inmost.endOffset - inmost.startOffset) inmost = range;
  }
  return inmost !== undefined && inmost.count > 0;
}

function count({ statementMap, s }: FileCoverage, positions: ReadonlyMap<number, readonly number[]>): void {
  for (const [id, { start, end }] of Object.entries(statementMap)) {
    if (s[id] !== 0) continue;
    const last = end.line === start.line ? end.column : Number.POSITIVE_INFINITY;
    if (positions.get(start.line)?.some((column) => column >= start.column && column <= last)) s[id] = 1;
  }
}
