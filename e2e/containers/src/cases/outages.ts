import { until } from '@org/testing';
import type { Cluster } from '../cluster.js';
import { get } from '../http.js';
import type { Case } from '../run-cases.js';
import { check } from './check.js';

/** A BFF whose backend is not there, wrongly named, or silent. */
export const outageCases = (cluster: Cluster): readonly Case[] => [
  outage(cluster, 'no backend behind the name', { GREETER_TARGET: 'dns:///nobody:50051' }, /ENOTFOUND|nobody/),
  outage(cluster, 'a backend that refuses', { GREETER_TARGET: 'static:///10.77.0.1:1' }, /ECONNREFUSED|refused/i),
  outage(
    cluster,
    'an address where nobody is',
    { GREETER_TARGET: 'static:///10.77.0.250:50051' },
    /DEADLINE_EXCEEDED|UNAVAILABLE/,
  ),
  {
    name: 'a backend that hangs: 503 or 504 within the request’s time, and readiness tells',
    run: async () => {
      await using greeter = await cluster.greeter();
      const target = `static:///${greeter.ip}:50051`;
      await using bff = await cluster.bff({ GREETER_TARGET: target, DEADLINE_MS: '900' });
      const origin = `http://${bff.ip}:8080`;
      await until('a hello', async () => (await get(`${origin}/api/hello`)).status === 200);
      greeter.signal('SIGSTOP');
      const started = performance.now();
      const { status, body } = await get(`${origin}/api/hello`);
      const tookMs = performance.now() - started;
      check(status === 503 || status === 504, `/api/hello answered ${status} ${body}`);
      check(tookMs < 2000, `it took ${tookMs.toFixed(0)} ms`);
      await until('unready', async () => (await get(`${origin}/readyz`)).status === 503);
      return `${status} after ${tookMs.toFixed(0)} ms`;
    },
  },
];

function outage(cluster: Cluster, name: string, env: Record<string, string>, reason: RegExp): Case {
  return {
    name: `${name}: 503 or 504 with the reason, and readiness tells`,
    run: async () => {
      await using bff = await cluster.bff(env);
      const origin = `http://${bff.ip}:8080`;
      const { status, body } = await get(`${origin}/api/hello`);
      check(status === 503 || status === 504, `/api/hello answered ${status} ${body}`);
      check(reason.test(body), `no reason in ${body}`);
      const ready = await until('unready', async () => {
        const answer = await get(`${origin}/readyz`);
        return answer.status === 503 ? answer : undefined;
      });
      const alive = await get(`${origin}/livez`);
      check(alive.status === 200, `/livez answered ${alive.status}`);
      return `${status}, readyz ${ready.status} ${ready.body.slice(0, 120)}`;
    },
  };
}
