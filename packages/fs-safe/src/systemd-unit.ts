import { basename } from 'node:path';
import type { Id } from './identity.js';

/** Directories that systemd makes and gives to the service, see systemd.exec(5). */
const managed = [
  ['/var/lib/', 'StateDirectory'],
  ['/var/cache/', 'CacheDirectory'],
  ['/run/', 'RuntimeDirectory'],
] as const;

/** The lines of a unit that make `path` and let the user write there; `undefined` for a path that fits on no line. */
export function unitFor(path: string, { uid, gid }: Id, readOnly: boolean): string | undefined {
  if (!isOneLine(path) || path === '/') return undefined;
  for (const [base, directive] of managed) {
    const below = path.slice(base.length);
    if (path.startsWith(base) && below !== '') return `[Service]\n${directive}=${quoteForSystemd(below)}`;
  }
  const install = `install -d -o ${uid} -g ${gid} -m 0700`;
  return [
    '[Service]',
    '# Better, as resolveWritableDir finds it by itself:',
    `# CacheDirectory=${quoteForSystemd(basename(path))} (or StateDirectory=, RuntimeDirectory=)`,
    // It lifts what ProtectSystem= made read-only, not what was mounted so.
    ...(readOnly ? [`ReadWritePaths=${quoteForSystemd(path)}`] : []),
    `ExecStartPre=+${install} ${quoteForSystemd(path)}`,
  ].join('\n');
}

/** Dockerfiles and units have no way to write a line feed in a path. */
export function isOneLine(path: string): boolean {
  return !/[\n\r]/.test(path);
}

/** A word of a shell command. */
export function quoteForShell(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}

/** `%` starts a specifier and a space ends a path, see systemd.syntax(7). */
function quoteForSystemd(path: string): string {
  const escaped = path.replaceAll('%', '%%');
  return /^[\w./%-]+$/.test(escaped) ? escaped : `"${escaped.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
