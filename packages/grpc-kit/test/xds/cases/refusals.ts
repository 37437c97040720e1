import assert from 'node:assert/strict';
import { until } from '@org/testing';
import { dumpXdsConfig } from '../../../src/xds/index.js';
import type { Resource } from '../ads-protocol.js';
import { startBackends } from '../backends.js';
import { connect } from '../connect.js';
import { clientListener, cluster, endpoints, route, service } from '../resources.js';
import { type Case, rejection } from './case.js';

const READY_MS = 1_500;

export const nack: Case = {
  name: 'a refused update (NACK) keeps the last good configuration',
  async run(controlPlane) {
    const [backend] = await startBackends(1);
    assert(backend);
    const good = service('steady', [backend.address]);
    await controlPlane.publish(good);
    const connection = await connect(controlPlane.uri, 'steady');
    await connection.factory.ready();

    const bad = [
      clientListener('steady'),
      route('steady', { steady: 100 }),
      cluster('steady', { lb_policy: 'MAGLEV' }),
      endpoints('steady', ['backend.example:80']),
    ];
    await controlPlane.publish(bad);
    const refused = await until('both resources to be refused', () => {
      const found = dumpXdsConfig().resources.filter(({ status }) => status === 'NACKED');
      return found.length === 2 ? found : undefined;
    });
    for (let call = 0; call < 50; call++) assert.equal(await connection.ask(), backend.address);
    const errors = refused.map(({ kind, error }) => `${kind}: ${error}`);
    assert(errors.some((error) => /cluster: .*MAGLEV/.test(error)));
    assert(errors.some((error) => /endpoints: /.test(error)));
    return errors.join('; ');
  },
};

/** What is left out or wrong, and what `ready` then says. */
const INCOMPLETE: readonly { readonly name: string; readonly resources: Resource[]; readonly says: RegExp }[] = [
  { name: 'no-listener', resources: [], says: /listener "no-listener" (has not been delivered|does not exist)/ },
  { name: 'no-route', resources: [clientListener('no-route')], says: /route "no-route" has not been delivered/ },
  {
    name: 'no-host',
    resources: [clientListener('no-host'), route('no-host', { any: 1 }, 'other.example')],
    says: /route "no-host" has no virtual host for "no-host" \(it has other\.example\)/,
  },
  {
    name: 'no-cluster',
    resources: [clientListener('no-cluster'), route('no-cluster', { absent: 1 })],
    says: /cluster "absent" (has not been delivered|does not exist)/,
  },
  {
    name: 'no-endpoints',
    resources: [clientListener('no-endpoints'), route('no-endpoints', { bare: 1 }), cluster('bare')],
    says: /endpoints "bare" has not been delivered/,
  },
  { name: 'empty', resources: service('empty', []), says: /endpoints "empty" is empty/ },
  {
    name: 'refused',
    resources: [clientListener('refused'), route('refused', { maglev: 1 }), cluster('maglev', { lb_policy: 'MAGLEV' })],
    says: /cluster "maglev" was refused \(NACK\): .*MAGLEV/,
  },
];

export const incomplete: Case = {
  name: 'ready() names what is missing: listener, route, virtual host, cluster, endpoints, NACK',
  async run(controlPlane) {
    await controlPlane.publish(INCOMPLETE.flatMap(({ resources }) => resources));
    const said = await Promise.all(
      INCOMPLETE.map(async ({ name, says }) => {
        const connection = await connect(controlPlane.uri, name);
        const reason = await rejection(connection.factory.ready({ timeoutMs: READY_MS }));
        assert.match(reason, says);
        await connection.close();
        return reason.replace(/^.*?xds:\/\/\/[^ ]+ /, '');
      }),
    );
    return said.join(' | ');
  },
};
