import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

/** A control plane as a program: it prints its port, and then answers each line of JSON with its version. */
export interface LineProgram {
  readonly port: string;
  /** Sends a message and waits until the program serves its version. */
  send(message: { readonly version: string }): Promise<void>;
  kill(): Promise<void>;
}

/** @param listen `ip:port`; port 0 takes any. */
export async function startLineProgram(binary: string, listen: string): Promise<LineProgram> {
  const child: ChildProcessByStdio<Writable, Readable, null> = spawn(binary, ['-listen', listen], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const nextLine = async (): Promise<string> => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`${binary} has ended`);
    return value;
  };
  return {
    port: await nextLine(),
    async send(message) {
      child.stdin.write(`${JSON.stringify(message)}\n`);
      const answer = await nextLine();
      if (answer !== message.version) throw new Error(`sent version ${message.version}, got ${answer}`);
    },
    async kill() {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}
