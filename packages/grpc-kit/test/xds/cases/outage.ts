import assert from 'node:assert/strict';
import { until } from '@org/testing';
import { startBackends } from '../backends.js';
import { connect } from '../connect.js';
import { service } from '../resources.js';
import { type Case, rejection } from './case.js';

const READY_MS = 2_000;

export const outage: Case = {
  name: 'control plane down: running channels go on, new ones fail with the reason; back: updates arrive',
  async run(controlPlane) {
    const [first, second] = await startBackends(2);
    assert(first && second);
    await controlPlane.publish(service('known', [first.address]));
    const running = await connect(controlPlane.uri, 'known');
    await running.factory.ready();

    await controlPlane.stop();
    for (let call = 0; call < 50; call++) assert.equal(await running.ask(), first.address);
    const late = await connect(controlPlane.uri, 'unknown');
    const startedAt = performance.now();
    const reason = await rejection(late.factory.ready({ timeoutMs: READY_MS }));
    const tookMs = performance.now() - startedAt;
    assert.match(reason, /listener "unknown"/);
    assert.match(reason, /cannot be reached \(ECONNREFUSED\)/);
    assert(tookMs < READY_MS + 1_000, `${tookMs} ms`);
    assert.equal(await running.ask(), first.address);

    await controlPlane.start();
    await controlPlane.publish([...service('known', [second.address]), ...service('unknown', [second.address])]);
    const backAt = performance.now();
    await until('the update to arrive', async () => (await running.ask()) === second.address, 30_000);
    await late.factory.ready({ timeoutMs: 30_000 });
    assert.equal(await late.ask(), second.address);
    const updatedMs = performance.now() - backAt;
    return `ready() failed after ${Math.round(tookMs)} ms: ${reason}; update ${Math.round(updatedMs)} ms after it was back`;
  },
};
