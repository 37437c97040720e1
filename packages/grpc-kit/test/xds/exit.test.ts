import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

it('a process ends once it has closed its clients, although the control plane cannot be reached', async () => {
  const program = fileURLToPath(new URL('programs/control-plane-away.ts', import.meta.url));
  const command = ['--import', 'tsx', '--conditions=@org/source', program];
  // Without it the process would live for as long as the control plane is away.
  const { stdout } = await promisify(execFile)(process.execPath, command, { timeout: 45_000 });
  expect(stdout).toMatch(/control plane 127\.0\.0\.1:1 cannot be reached \(ECONNREFUSED\)/);
});
