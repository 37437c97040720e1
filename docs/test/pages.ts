import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The root of the workspace. */
export const root: string = join(import.meta.dirname, '../..');

/** A Markdown file of the project. */
export interface Page {
  /** Relative to the root. */
  readonly path: string;
  readonly text: string;
}

/** Every Markdown file that belongs to the project, those that are not committed yet included. */
export function pages(): readonly Page[] {
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '*.md'], {
    cwd: root,
    encoding: 'utf8',
  });
  const paths = listed.split('\n').filter((path) => path !== '' && !path.startsWith('.changeset/'));
  return paths.map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}
