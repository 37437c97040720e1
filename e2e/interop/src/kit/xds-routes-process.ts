// Calls every generated virtual host through xds:/// targets; prints which cluster answered, as { host: [cluster …] }.
import { Metadata, status } from '@grpc/grpc-js';
import { createClientFactory } from '@org/grpc-kit';
import { controlPlane, loadXds } from '@org/grpc-kit/xds';
import { startBackends, whoami } from '../../../../packages/grpc-kit/test/xds/backends.js';
import { startControlPlane } from '../../../../packages/grpc-kit/test/xds/control-plane.js';
import { clientListener, cluster, endpoints, route } from '../../../../packages/grpc-kit/test/xds/resources.js';
import { CALLS, CLUSTERS, generatedHosts } from '../xds/generated-routes.js';

const hosts = generatedHosts(Number(process.argv[2]));
const backends = await startBackends(CLUSTERS.length);
const addresses = backends.map(({ address }) => address);
const plane = await startControlPlane();
await plane.publish([
  // With the outlier detection that leaves everything out, judged many times a second.
  ...CLUSTERS.map((name) => cluster(name, { outlier_detection: { interval: { seconds: 0, nanos: 5e7 } } })),
  ...CLUSTERS.map((name, index) => endpoints(name, addresses.slice(index, index + 1))),
  ...hosts.map(({ name }) => clientListener(name)),
  ...hosts.map(({ name, routes }) => ({
    ...route(name, {}),
    virtual_hosts: [
      { name, domains: [name], routes: routes.map(({ match, cluster: to }) => ({ match, route: { cluster: to } })) },
    ],
  })),
]);
const xds = await loadXds({ bootstrap: controlPlane({ serverUri: plane.uri, nodeId: 'interop' }) });
const answers: Record<string, string[]> = {};
for (const { name } of hosts) {
  const factory = createClientFactory({ xds });
  const client = factory.client(whoami, `xds:///${name}`);
  answers[name] = await Promise.all(
    CALLS.map((headers) => {
      const metadata = new Metadata();
      for (const [key, value] of Object.entries(headers)) metadata.set(key, value);
      return client.ask('who', { metadata }).then(
        (address) => CLUSTERS[addresses.indexOf(address)] ?? address,
        (error: { readonly code: number }) => status[error.code] ?? '',
      );
    }),
  );
  await factory.close();
}
console.log(JSON.stringify(answers));
process.exit();
