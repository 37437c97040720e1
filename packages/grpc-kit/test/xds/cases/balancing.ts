import assert from 'node:assert/strict';
import { startBackends } from '../backends.js';
import { connect } from '../connect.js';
import { clientListener, cluster, endpoints, route, service } from '../resources.js';
import { type Case, tally } from './case.js';

const ROUND_ROBIN_CALLS = 300;
const SPLIT_CALLS = 10_000;
const CONCURRENT = 50;

export const roundRobin: Case = {
  name: 'round robin over three backends',
  async run(controlPlane) {
    const backends = await startBackends(3);
    const addresses = backends.map(({ address }) => address);
    await controlPlane.publish(service('even', addresses));
    const connection = await connect(controlPlane.uri, 'even');
    await connection.factory.ready();
    // Ready is the first backend; the others connect meanwhile.
    const met = new Set<string>();
    while (met.size < addresses.length) met.add(await connection.ask());

    const answers: string[] = [];
    for (let call = 0; call < ROUND_ROBIN_CALLS; call++) answers.push(await connection.ask());
    const counts = [...tally(answers).values()];
    assert.deepEqual(counts, [100, 100, 100]);
    return counts.join('/');
  },
};

export const weightedSplit: Case = {
  name: 'weighted split 80/20 within 2 %',
  async run(controlPlane) {
    const [heavy, light] = await startBackends(2);
    assert(heavy && light);
    await controlPlane.publish([
      clientListener('split'),
      route('split', { heavy: 80, light: 20 }),
      cluster('heavy'),
      cluster('light'),
      endpoints('heavy', [heavy.address]),
      endpoints('light', [light.address]),
    ]);
    const connection = await connect(controlPlane.uri, 'split');
    await connection.factory.ready();
    await connection.ask();

    let toHeavy = 0;
    for (let sent = 0; sent < SPLIT_CALLS; sent += CONCURRENT) {
      const answers = await Promise.all(Array.from({ length: CONCURRENT }, () => connection.ask()));
      toHeavy += answers.filter((answer) => answer === heavy.address).length;
    }
    const percent = (100 * toHeavy) / SPLIT_CALLS;
    assert(Math.abs(percent - 80) < 2, `${percent} %`);
    return `${toHeavy}/${SPLIT_CALLS - toHeavy} = ${percent.toFixed(1)} %`;
  },
};
