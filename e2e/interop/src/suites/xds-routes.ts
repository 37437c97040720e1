import { request } from 'node:http';
import { isSkipped } from '../install/installed.js';
import { outputOf, startListening } from '../process.js';
import { kitProgram, type Programs } from '../programs.js';
import { CALLS, type GeneratedHost, generatedHosts, PATH } from '../xds/generated-routes.js';
import { check, type Section } from './check.js';
import { configurationFile, directConfiguration } from './envoy-process.js';

const HOSTS = Number(process.env['INTEROP_XDS_HOSTS'] ?? 500);

/** Generated route tables, read by Envoy and by our client: every call reaches the cluster that Envoy chooses. */
export async function xdsRoutes({ python }: Programs): Promise<Section> {
  const title = 'One xDS configuration, two readers';
  const name = `${HOSTS} generated route tables, ${HOSTS * CALLS.length} calls: the cluster that Envoy chooses`;
  if (isSkipped(python)) return { title, results: [{ name, skipped: python.skipped }] };
  return { title, results: [await check(name, () => compare(python.envoy))] };
}

async function compare(program: string): Promise<string> {
  const hosts = generatedHosts(HOSTS);
  const chosen = await byEnvoy(program, hosts);
  const output = await outputOf(process.execPath, [...kitProgram('xds-routes-process.ts'), `${HOSTS}`], 300_000);
  const ours = JSON.parse(output) as Record<string, string[]>;
  const different = hosts.flatMap(({ name, routes }) =>
    CALLS.flatMap((headers, index) => {
      const [envoy, kit] = [chosen[name]?.[index], ours[name]?.[index]];
      return envoy === kit ? [] : [JSON.stringify({ name, headers, envoy, kit, routes })];
    }),
  );
  if (different.length > 0) throw new Error(`${different.length} differ: ${different.slice(0, 3).join(' ')}`);
  return '0 differ, 0 crashes';
}

/** Envoy answers by itself, with the name of the cluster. */
async function byEnvoy(program: string, hosts: readonly GeneratedHost[]): Promise<Record<string, string[]>> {
  const virtualHosts = hosts.map(({ name, routes }) => ({
    name,
    domains: [name],
    routes: routes.map(({ match, cluster }) => ({
      match,
      direct_response: { status: 200, body: { inline_string: cluster } },
    })),
  }));
  const envoy = await startListening(program, (port) => [
    ...['--use-dynamic-base-id', '--log-level', 'off', '--concurrency', '1'],
    ...['--config-path', configurationFile(directConfiguration(port, virtualHosts))],
  ]);
  const answers: Record<string, string[]> = {};
  for (const { name } of hosts) {
    answers[name] = await Promise.all(CALLS.map((headers) => askEnvoy(envoy.address, name, headers)));
  }
  await envoy.stop();
  return answers;
}

/** For gRPC requests Envoy puts the body of its own answer into `grpc-message`. */
function askEnvoy(address: string, host: string, headers: Readonly<Record<string, string>>): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = { host, 'content-type': 'application/grpc', ...headers };
    const call = request(`http://${address}${PATH}`, { method: 'POST', headers: sent }, (answer) => {
      answer.resume();
      resolve(String(answer.headers['grpc-message']));
    });
    call.on('error', reject).end();
  });
}
