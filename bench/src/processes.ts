import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { compiled } from './compiled.js';

export interface Started {
  readonly child: ChildProcess;
  readonly greeting: unknown;
}

/** Forks a TypeScript program with the workspace's sources and waits for its first message. */
export async function startProgram(url: URL, env: Record<string, string> = {}): Promise<Started> {
  return forked(url, env, ['--conditions=@org/source', '--import', 'tsx']);
}

/** Forks a program under measurement: compiled, with the built packages; waits for its first message. */
export async function startMeasured(
  url: URL,
  env: Record<string, string> = {},
  nodeOptions: readonly string[] = [],
): Promise<Started> {
  return forked(await compiled(url), env, nodeOptions);
}

async function forked(url: URL, env: Record<string, string>, execArgv: readonly string[]): Promise<Started> {
  const child = fork(url, [], {
    execArgv: [...execArgv],
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  return { child, greeting: await nextMessage(child) };
}

/** The next message of a child; rejects when it dies first. */
export async function nextMessage(child: ChildProcess): Promise<unknown> {
  const died = new AbortController();
  const exit = once(child, 'exit', { signal: died.signal }).then(([code]) => {
    throw new Error(`${child.spawnfile} ended with ${code} before it answered`);
  });
  exit.catch(() => {});
  const [message] = await Promise.race([once(child, 'message'), exit]);
  died.abort();
  return message;
}

/** Ends a child by closing its IPC channel, and waits until it is gone. */
export async function endProgram(child: ChildProcess): Promise<void> {
  if (child.connected) child.disconnect();
  await ended(child);
}

/** Resolves when the process has ended, with its exit code (null: by a signal). */
export async function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.exitCode;
}
