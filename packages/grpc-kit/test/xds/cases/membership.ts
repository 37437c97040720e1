import assert from 'node:assert/strict';
import { type Backend, startBackend, startBackends } from '../backends.js';
import { connect } from '../connect.js';
import { service } from '../resources.js';
import { type Case, median, patience } from './case.js';

const ADDITIONS = 12;
const ADDITION_LIMIT_MS = 50 * patience;
const FLAPS = 20;
const CALLERS = 20;
const HANDLER_MS = 20;

export const addition: Case = {
  name: 'an added endpoint gets its first call within 50 ms (median)',
  async run(controlPlane) {
    const backends: Backend[] = await startBackends(1);
    const addresses = (): string[] => backends.map(({ address }) => address);
    await controlPlane.publish(service('growing', addresses()));
    const connection = await connect(controlPlane.uri, 'growing');
    await connection.factory.ready();
    await connection.ask();

    const tookMs: number[] = [];
    for (let added = 0; added < ADDITIONS; added++) {
      const newcomer = await startBackend(`127.0.1.${added + 1}`);
      backends.push(newcomer);
      const startedAt = performance.now();
      await controlPlane.publish(service('growing', addresses()));
      while ((await connection.ask()) !== newcomer.address) assert(performance.now() - startedAt < 10_000);
      tookMs.push(performance.now() - startedAt);
    }
    const middle = median(tookMs);
    assert(middle < ADDITION_LIMIT_MS, `median ${middle.toFixed(1)} ms of ${tookMs.map(Math.round)}`);
    return `median ${middle.toFixed(1)} ms, ${Math.min(...tookMs).toFixed(1)} to ${Math.max(...tookMs).toFixed(1)} ms, n=${ADDITIONS}`;
  },
};

export const removal: Case = {
  name: 'endpoints removed and stopped under load: no failed call',
  async run(controlPlane) {
    const [steady, ...rest] = await startBackends(2, HANDLER_MS);
    assert(steady);
    let flapping = rest[0] as Backend;
    const both = (): string[] => [steady.address, flapping.address];
    await controlPlane.publish(service('flapping', both()));
    const connection = await connect(controlPlane.uri, 'flapping');
    await connection.factory.ready();

    let running = true;
    let succeeded = 0;
    const failures: string[] = [];
    const seen = new Set<string>();
    const callers = Array.from({ length: CALLERS }, async () => {
      while (running) {
        await connection.ask().then(
          (answer) => {
            succeeded++;
            seen.add(answer);
          },
          (error: Error) => failures.push(error.message),
        );
      }
    });
    for (let flap = 0; flap < FLAPS; flap++) {
      while (!seen.has(flapping.address)) await connection.ask();
      await controlPlane.publish(service('flapping', [steady.address]));
      await flapping.stop();
      flapping = await startBackend('127.0.0.3', HANDLER_MS);
      await controlPlane.publish(service('flapping', both()));
    }
    running = false;
    await Promise.all(callers);
    assert.deepEqual(failures, []);
    return `${succeeded} ok, ${failures.length} failed, ${FLAPS} flaps, ${CALLERS} callers`;
  },
};
