import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** A program of this folder that runs beside the test. */
export interface Program {
  readonly process: ChildProcessByStdio<null, Readable, null>;
  /** The next line that it prints. */
  line(): Promise<string>;
  /** Sends the signal and waits for the end. */
  stop(signal: NodeJS.Signals): Promise<void>;
}

/** Starts `name` with these arguments, through `wrapper` if there is one. */
export function startProgram(name: string, args: readonly string[], wrapper: readonly string[] = []): Program {
  const node = [
    process.execPath,
    '--conditions=@org/source',
    '--import',
    'tsx',
    join(import.meta.dirname, name),
    ...args,
  ];
  const [command = '', ...rest] = [...wrapper, ...node];
  const child = spawn(command, rest, { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  return {
    process: child,
    line: async () => {
      const { value, done } = await lines.next();
      if (done) throw new Error(`${name} ended without a word`);
      return value;
    },
    stop: async (signal) => {
      const closed = once(child, 'close');
      child.kill(signal);
      await closed;
    },
  };
}
