import { expect, test } from 'vitest';
import { readConfig as readBff } from '../../examples/bff/src/config.js';
import { readConfig as readServer } from '../../examples/greeter-server/src/config.js';
import { policyFromEnv } from '../../packages/grpc-kit/src/policy/policy-from-env.js';
import { environmentOf, find, modes, podSpec, render } from './support/render.js';

/** As the process gets them; what the downward API fills in is some text. */
async function environment(ci: string, name: string): Promise<Record<string, string>> {
  const all = environmentOf(find(await render({ ci }), 'Deployment', name));
  return Object.fromEntries(
    Object.entries(all).map(([key, value]) => [key, typeof value === 'string' ? value : '10.0.0.1']),
  );
}

test.each(modes)('%s: both programs take the environment that they are given', async (ci) => {
  const server = readServer(await environment(ci, 'demo-greeter-server'));
  expect(server).toMatchObject({ requirePosture: 'restricted', podIp: '10.0.0.1', listen: { port: 50051 } });
  const given = await environment(ci, 'demo-bff');
  const bff = readBff(given);
  expect(bff).toMatchObject({ requirePosture: 'restricted', httpListen: { port: 8080 } });
  expect(policyFromEnv(given)).toEqual(JSON.parse(given['GRPC_KIT_POLICY'] ?? ''));
  // Both sides speak TLS, or neither does.
  expect(bff.tlsCaFile !== undefined).toBe(server.tlsCertFile !== undefined);
});

test('they listen where the chart says that they do', async () => {
  for (const [name, config] of [
    ['demo-greeter-server', readServer(await environment('default', 'demo-greeter-server'))],
    ['demo-bff', readBff(await environment('default', 'demo-bff'))],
  ] as const) {
    const { ports } = podSpec(find(await render(), 'Deployment', name)).containers[0];
    const port = (wanted: string): number | undefined =>
      ports.find((each: { name: string }) => each.name === wanted)?.containerPort;
    expect(port('http')).toBe(config.httpListen.port);
    if ('listen' in config) expect(port('grpc')).toBe(config.listen.port);
  }
});

test('nothing that the chart sets is ignored', async () => {
  const { variables: server } = await import('../../examples/greeter-server/src/config.js');
  const { variables: bff } = await import('../../examples/bff/src/config.js');
  const { variableName } = await import('../../examples/service/src/environment.js');
  const others = [
    'NODE_OPTIONS',
    'NODE_NAME',
    'POD_NAMESPACE',
    'POD_IP',
    'TOPOLOGY_ZONE',
    'GRPC_KIT_POLICY',
    'GRPC_XDS_BOOTSTRAP',
  ];
  for (const ci of modes.filter((mode) => mode !== 'production')) {
    for (const [name, variables] of [
      ['demo-greeter-server', server],
      ['demo-bff', bff],
    ] as const) {
      const known = [...Object.keys(variables).map(variableName), ...others];
      expect(Object.keys(await environment(ci, name)).filter((key) => !known.includes(key))).toEqual([]);
    }
  }
});
