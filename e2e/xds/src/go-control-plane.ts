import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { encodeResources, type Resource } from '../../../packages/grpc-kit/test/xds/ads-protocol.js';
import type { ControlPlane } from '../../../packages/grpc-kit/test/xds/control-plane.js';

/** go-control-plane's SnapshotCache behind our small program in `go/`. */
export async function startGoControlPlane(binary: string): Promise<ControlPlane> {
  let published: readonly Resource[] = [];
  let version = 0;
  let running = await launch(binary, '127.0.0.1:0');
  const uri = `127.0.0.1:${running.port}`;

  async function push(): Promise<void> {
    const serving = String(++version);
    running.input.write(
      `${JSON.stringify({ version: serving, resources: encodeResources(published).toString('base64') })}\n`,
    );
    const answer = await running.nextLine();
    if (answer !== serving) throw new Error(`published version ${serving}, but the control plane says ${answer}`);
  }

  return {
    uri,
    async publish(resources) {
      published = resources;
      await push();
    },
    stop: () => running.kill(),
    async start() {
      running = await launch(binary, uri);
      await push();
    },
    close: () => running.kill(),
  };
}

interface Running {
  readonly port: string;
  readonly input: Writable;
  nextLine(): Promise<string>;
  kill(): Promise<void>;
}

async function launch(binary: string, listen: string): Promise<Running> {
  const child: ChildProcessByStdio<Writable, Readable, null> = spawn(binary, ['-listen', listen], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const nextLine = async (): Promise<string> => {
    const { value, done } = await lines.next();
    if (done) throw new Error('the control plane has ended');
    return value;
  };
  return {
    port: await nextLine(),
    input: child.stdin,
    nextLine,
    async kill() {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}
