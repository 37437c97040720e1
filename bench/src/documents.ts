import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';

const DOCS = new URL('../../docs/', import.meta.url);

/** Replaces what stands between `<!-- NAME:begin -->` and `<!-- NAME:end -->` in a page of docs/. */
export function replaceSection(page: string, name: string, text: string): void {
  const file = new URL(page, DOCS);
  const [begin, end] = [`<!-- ${name}:begin -->`, `<!-- ${name}:end -->`];
  const before = readFileSync(file, 'utf8');
  const [start, stop] = [before.indexOf(begin), before.indexOf(end)];
  if (start < 0 || stop < start) throw new Error(`docs/${page} has no section ${name}`);
  writeFileSync(file, `${before.slice(0, start + begin.length)}\n${text.trim()}\n${before.slice(stop)}`);
}

export function writeDocument(name: string, text: string): void {
  writeFileSync(new URL(name, DOCS), text);
}

/** What the figures were measured on. */
export function machine(): string {
  const model = cpus()[0]?.model.replace(/\s+/g, ' ').trim() ?? 'unknown processor';
  return `Node ${process.version}, ${cpus().length} cores (${model}), ${process.platform}, loopback`;
}
