import { encodeResources, type Resource } from '../../../packages/grpc-kit/test/xds/ads-protocol.js';
import type { ControlPlane } from '../../../packages/grpc-kit/test/xds/control-plane.js';
import { startLineProgram } from './line-program.js';

/** go-control-plane's SnapshotCache behind the small program in `go/`. */
export async function startGoControlPlane(binary: string): Promise<ControlPlane> {
  let published: readonly Resource[] = [];
  let version = 0;
  let program = await startLineProgram(binary, '127.0.0.1:0');
  const uri = `127.0.0.1:${program.port}`;

  async function push(): Promise<void> {
    const message = { version: String(++version), resources: encodeResources(published).toString('base64') };
    await program.send(message);
  }

  return {
    uri,
    async publish(resources) {
      published = resources;
      await push();
    },
    stop: () => program.kill(),
    async start() {
      program = await startLineProgram(binary, uri);
      await push();
    },
    close: () => program.kill(),
  };
}
