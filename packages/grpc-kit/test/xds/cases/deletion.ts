import assert from 'node:assert/strict';
import { until } from '@org/testing';
import { startBackends } from '../backends.js';
import { connect, warnings } from '../connect.js';
import { CLUSTER, LISTENER, service } from '../resources.js';
import { type Case, rejection } from './case.js';

const LIMIT_MS = 10_000;

/** A listener or cluster is deleted and the very same comes back, which the library alone never notices. */
function deletion(kind: string, type: string, name: string): Case {
  return {
    name: `a ${kind} deleted and added again is used again within 10 s`,
    async run(controlPlane) {
      const [backend] = await startBackends(1);
      assert(backend);
      const whole = service(name, [backend.address]);
      await controlPlane.publish(whole);
      const connection = await connect(controlPlane.uri, name);
      await connection.factory.ready();

      await controlPlane.publish(
        whole.filter((resource) => !(resource['@type'] === type && resource['name'] === name)),
      );
      const refusal = await until('calls to fail', () =>
        connection.ask(500).then(
          () => undefined,
          (error: Error) => error.message,
        ),
      );
      const addedAt = performance.now();
      await controlPlane.publish(whole);
      const answered = until('calls to be answered', () => connection.ask(1_000).catch(() => undefined), LIMIT_MS);
      assert.equal(await answered, backend.address);
      const tookMs = Math.round(performance.now() - addedAt);
      return `recovered after ${tookMs} ms (${warnings.join(', ') || 'by itself'}); meanwhile ${refusal}`;
    },
  };
}

export const listenerDeletion: Case = deletion('listener', LISTENER, 'returning-listener');
export const clusterDeletion: Case = deletion('cluster', CLUSTER, 'returning-cluster');

export const realDeletion: Case = {
  name: 'a listener that stays away for long is used when it comes back',
  async run(controlPlane) {
    const [backend] = await startBackends(1);
    assert(backend);
    const whole = service('absent', [backend.address]);
    await controlPlane.publish(whole);
    const connection = await connect(controlPlane.uri, 'absent');
    await connection.factory.ready();
    await controlPlane.publish([]);
    await until('the channel to be renewed', () => warnings.length > 0);
    const reason = await rejection(connection.ask(500));
    await controlPlane.publish(whole);
    const answered = until('calls to be answered', () => connection.ask(1_000).catch(() => undefined), LIMIT_MS);
    assert.equal(await answered, backend.address);
    assert.equal(warnings.length, 1);
    return `${warnings[0]}; meanwhile ${reason}`;
  },
};
