import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Editor, type HoveredOption, openEditor } from './hover.js';
import { built, entries, type PackedProject, packedProject } from './packed-project.js';

if (!built) console.warn('SKIPPED: what an editor shows: dist/ is not there, run `npm run build` first');

/** What is missing in the comment of an option. */
function missing({ name, optional, type, text }: HoveredOption): string[] {
  const sentence = text.replaceAll(/(^|[;,.] )default\b.*$/gi, '');
  const number = /\bnumber\b/.test(type);
  return [
    ...(sentence.split(' ').length < 3 || !/^[A-Z`].*\.$/.test(text) ? ['a sentence'] : []),
    ...(optional && !/\bdefault\b/i.test(text) ? ['its default'] : []),
    ...(number && name.endsWith('Ms') && !/\bin ms\b/.test(text) ? ['its unit, ms'] : []),
    ...(number && /bytes$/i.test(name) && !/\bbytes\b/i.test(text) ? ['its unit, bytes'] : []),
  ];
}

/** Each option that is not told in full, with what is missing. */
function incomplete(options: readonly HoveredOption[]): Record<string, readonly string[]> {
  return Object.fromEntries(
    options.map((option) => [option.name, missing(option)] as const).filter(([, gaps]) => gaps.length > 0),
  );
}

describe.skipIf(!built)('hovering in an editor, over the types of the packed packages', () => {
  let project: PackedProject;
  let file: string;
  let broken: string;
  let editor: Editor;

  beforeAll(() => {
    project = packedProject();
    project.link('@grpc/grpc-js');
    project.link('@types/node', '.');
    file = project.write(
      'everything.mts',
      `${entries.map((entry, index) => `import * as entry${index} from '${entry}';`).join('\n')}
       import { createClientFactory } from '@org/grpc-kit';
       createClientFactory({ policy: { keepalive: { timeMs: 1_000 } } });`,
    );
    broken = project.write(
      'node_modules/@org/broken/index.d.ts',
      `export interface BrokenOptions {
         readonly bare?: string;
         /** Default: 1. */
         readonly timeMs?: number;
         /** The most that is read. */
         readonly maxBytes?: number;
         /** Says everything there is to say. Default: false. */
         readonly told?: boolean;
       }`,
    );
    editor = openEditor(project.folder, [file, broken]);
  });
  afterAll(() => project?.remove());

  it('every option shows a sentence, its default and its unit', () => {
    const options = editor.options().filter(({ name }) => !name.startsWith('Broken'));
    expect(options.length).toBeGreaterThan(130);
    expect(incomplete(options)).toEqual({});
  });

  it('an option that lacks one of them is found', () => {
    expect(incomplete(editor.options().filter(({ name }) => name.startsWith('Broken')))).toEqual({
      'BrokenOptions.bare': ['a sentence', 'its default'],
      'BrokenOptions.timeMs': ['a sentence', 'its unit, ms'],
      'BrokenOptions.maxBytes': ['its default', 'its unit, bytes'],
    });
  });

  it('a user sees it in their own file', () => {
    expect(editor.at(file, 'timeMs')).toMatch(/^A peer is asked whether it is there .* in ms; .* Default 5,000/);
  });

  it('every export says what it is', () => {
    const exported = editor.exportsOf(file);
    expect(exported.length).toBeGreaterThan(150);
    expect(exported.filter(({ text }) => text.split(' ').length < 3).map(({ name }) => name)).toEqual([]);
  });
});
