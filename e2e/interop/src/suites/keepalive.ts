import { isSkipped } from '../install/installed.js';
import { outputOf, type ServerProcess } from '../process.js';
import { kitProgram, type Programs } from '../programs.js';
import { check, type Result, type Section } from './check.js';
import { startEnvoy } from './envoy-process.js';

/** Long enough for three pings at the old pace; INTEROP_KEEPALIVE_S=1260 is the whole table. */
const SECONDS = Number(process.env['INTEROP_KEEPALIVE_S'] ?? 95);

interface Row {
  readonly kind: string;
  readonly calls: number;
  readonly failed: number;
  readonly lost: number;
  readonly said: string;
}

/** Our client with defaults against servers with defaults: traffic with silences, no failed call, no lost connection. */
export async function keepalive({ foreign, go, python }: Programs): Promise<Section> {
  const [grpcGo] = foreign;
  const servers = foreign.map(({ name, skipped, startServer }) => ({ name, skipped, start: () => startServer() }));
  if (grpcGo) {
    const skipped = (isSkipped(go) && go.skipped) || (isSkipped(python) && python.skipped) || undefined;
    const start = async () => inFrontOf(await grpcGo.startServer(), isSkipped(python) ? '' : python.envoy);
    servers.push({ name: 'Envoy in front of grpc-go', skipped, start });
  }
  const tables = await Promise.all(servers.map(tableOf));
  return { title: `Keepalive, ${SECONDS} s of each kind of traffic`, results: tables.flat() };
}

async function inFrontOf(server: ServerProcess, program: string): Promise<ServerProcess> {
  const envoy = await startEnvoy(program, server.address);
  return {
    ...envoy,
    async stop() {
      await envoy.stop();
      await server.stop();
    },
  };
}

async function tableOf(server: {
  readonly name: string;
  readonly skipped?: string | undefined;
  start(): Promise<ServerProcess>;
}): Promise<Result[]> {
  if (server.skipped) return [{ name: server.name, skipped: server.skipped }];
  const running = await server.start();
  try {
    const program = kitProgram('silent-traffic-process.ts');
    const args = [...program, running.address, `${SECONDS}`];
    const output = await outputOf(process.execPath, args, SECONDS * 1_000 + 90_000);
    const rows = output.trim().split('\n');
    return await Promise.all(rows.map((row) => judge(server.name, JSON.parse(row) as Row)));
  } catch (error) {
    return [{ name: server.name, failed: (error as Error).message }];
  } finally {
    await running.stop();
  }
}

function judge(server: string, { kind, calls, failed, lost, said }: Row): Promise<Result> {
  return check(`${server}: ${kind}`, async () => {
    const seen = `${failed} of ${calls} calls failed, ${lost} connections lost`;
    if (calls === 0 || failed > 0 || lost > 0) throw new Error(`${seen}: ${said}`);
    return seen;
  });
}
