import { isSkipped } from '../install/installed.js';
import type { ServerProcess } from '../process.js';
import type { Implementation, Programs } from '../programs.js';
import type { Result, Section } from './check.js';
import { startEnvoy } from './envoy-process.js';

const RPS = 500;
const CALLS = Number(process.env['INTEROP_AGE_CALLS'] ?? 10_000);
const AGE = { maxConnectionAgeMs: 3_000, maxConnectionAgeGraceMs: 30_000 };

/** grpc-js sends GOAWAY and closes the session in one tick: what the peer has just sent is refused. */
const OLD_ENGINE = 'grpc-js leaves without the second GOAWAY; the engine of the kit is judged by this';

/** Foreign clients without retries while our server ends every connection after 3 s: no call fails. */
export async function connectionAge({ kit, foreign, python }: Programs): Promise<Section> {
  const results: Result[] = [];
  for (const client of foreign) results.push(await aged(client.name, client, kit, async (server) => server));
  const [grpcGo] = foreign;
  if (grpcGo) {
    const through = isSkipped(python) ? { ...grpcGo, skipped: python.skipped } : grpcGo;
    const envoy = isSkipped(python) ? '' : python.envoy;
    results.push(await aged('Envoy', through, kit, (server) => startEnvoy(envoy, server.address)));
  }
  return { title: `Connection age of 3 s, ${RPS} calls a second without retries`, results };
}

async function aged(
  name: string,
  client: Implementation,
  kit: Implementation,
  front: (server: ServerProcess) => Promise<ServerProcess>,
): Promise<Result> {
  if (client.skipped || !client.load) return { name, skipped: client.skipped ?? 'it has no load program' };
  const server = await kit.startServer(AGE);
  const entry = await front(server);
  try {
    const { failed, said } = await client.load(entry.address, RPS, CALLS);
    const seen = `${failed} of ${CALLS} calls failed`;
    if (process.env['GRPC_KIT_ENGINE'] !== 'kit') return { name, skipped: `${seen}: ${OLD_ENGINE}` };
    return failed === 0 ? { name, seen } : { name, failed: `${seen}: ${said}` };
  } catch (error) {
    return { name, failed: (error as Error).message };
  } finally {
    await entry.stop();
    await server.stop();
  }
}
