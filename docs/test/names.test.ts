import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { pages, root } from './pages.js';

const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: root, encoding: 'utf8' }).split(
  '\n',
);
const known = new Set(
  files
    .filter((file) => /^(packages|examples|charts|bench)\/.*\.(ts|yaml|tpl)$/.test(file))
    .flatMap((file) => readFileSync(join(root, file), 'utf8').match(/\w+/g) ?? []),
);

/** Names that a page mentions and the project does not have. */
function unknownNames(text: string): readonly string[] {
  const spans = [...text.replace(/^(`{3,})[\s\S]*?^\1$/gm, '').matchAll(/`([^`\n]+)`/g)].map(([, span = '']) => span);
  const paths = spans.filter((span) =>
    /^(?:packages|charts|examples|e2e|docs|bench|testing)\/[\w./-]+\.\w+$/.test(span),
  );
  const names = text.match(
    /\bERR_[A-Z_]+[A-Z]\b|\b(?:grpc|nodejs)_[a-z_]+[a-z]\b|\b[a-z]+[A-Za-z]*(?:Ms|Bytes|Percent)\b/g,
  );
  return [
    ...paths.filter((path) => !files.includes(path)),
    ...new Set(
      (names ?? []).map((name) => name.replace(/_(count|sum|bucket)$/, '')).filter((name) => !known.has(name)),
    ),
  ];
}

// What other projects call theirs.
const foreign = ['defaultTimeoutMs', 'pingIntervalMs', 'grpc_tools_node_protoc_ts'];

test.each(pages())('what $path names is there', ({ text }) => {
  expect(unknownNames(text).filter((name) => !foreign.includes(name))).toEqual([]);
});

test('a name that is wrong is found', () => {
  const text = 'See `docs/none.md`, `drainDelaysMs`, ERR_POLCY and grpc_kit_server_drain_stat, not `drainDelayMs`.';
  expect(unknownNames(text)).toEqual(['docs/none.md', 'drainDelaysMs', 'ERR_POLCY', 'grpc_kit_server_drain_stat']);
});
