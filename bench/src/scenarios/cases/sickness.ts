import { openReady, underLoad } from '../play.js';
import { between, failures, firstAnswer, ratio, shares } from '../records.js';
import type { Scenario } from '../scenario.js';
import { delay, hosts, Stage } from '../stage.js';

const HUNG_MS = 60_000;
const BACK_MS = 30_000;

export const hungBackend: Scenario = {
  number: 8,
  title: 'one of four backends hangs (SIGSTOP) for 60 s, 40 rps, 1 s deadline',
  goal: 'avoided within 5 s, at most 1 % fail, back within 30 s of SIGCONT',
  async run(subjects) {
    await using stage = await Stage.open();
    const all = hosts(4);
    stage.publish(all);
    const backends = await stage.backends(all);
    const clients = await openReady(stage, subjects);
    const sick = backends[3];
    let stopped = 0;
    let continued = 0;
    return await underLoad(
      clients,
      { rps: 40, deadlineMs: 1000 },
      async () => {
        await delay(3000);
        stopped = Date.now();
        sick?.signal('SIGSTOP');
        await delay(HUNG_MS);
        continued = Date.now();
        sick?.signal('SIGCONT');
        await delay(BACK_MS + 1000);
      },
      (records) => {
        const hung = between(records, stopped, continued);
        const lost = hung.filter(({ code }) => code !== 0);
        const avoidedMs = Math.max(0, ...lost.map(({ at }) => at - stopped));
        const backMs = firstAnswer(records, sick?.host ?? '', continued) ?? null;
        return {
          reached: avoidedMs <= 5000 && lost.length <= hung.length / 100 && backMs !== null && backMs <= BACK_MS,
          seen: `failed ${ratio(hung)}, ${avoidedMs > HUNG_MS - 5000 ? 'never avoided' : `last failure ${(avoidedMs / 1000).toFixed(1)} s after`}, ${backMs === null ? 'never back' : `back after ${(backMs / 1000).toFixed(1)} s`}`,
          figures: { failed: lost.length, calls: hung.length, avoidedMs, backMs },
        };
      },
    );
  },
};

export const notServing: Scenario = {
  number: 9,
  title: 'one of two backends says NOT_SERVING',
  goal: '0 calls to it',
  async run(subjects) {
    await using stage = await Stage.open();
    const all = hosts(2);
    stage.publish(all);
    const [, sick] = await stage.backends(all);
    await sick?.setServing(false);
    const clients = await openReady(stage, subjects);
    return await underLoad(
      clients,
      { rps: 50 },
      () => delay(8000),
      (records) => {
        const calls = shares(records).get(sick?.host ?? '') ?? 0;
        return {
          reached: calls === 0 && failures(records) === 0,
          seen: `${calls} of ${records.length} calls, failed ${failures(records)}`,
          figures: { calls, failed: failures(records), total: records.length },
        };
      },
    );
  },
};

export const idleBlackhole: Scenario = {
  number: 12,
  title: 'idle for 12 s, one of two backends hangs meanwhile, then 50 rps, 1 s deadline',
  goal: 'at most 1 failure',
  async run(subjects) {
    await using stage = await Stage.open();
    const all = hosts(2);
    stage.publish(all);
    const backends = await stage.backends(all);
    const clients = await openReady(stage, subjects);
    await Promise.all(clients.map((client) => client.burst(20, 1)));
    backends[1]?.signal('SIGSTOP');
    await delay(12_000);
    return await underLoad(
      clients,
      { rps: 50, deadlineMs: 1000 },
      () => delay(5000),
      (records) => ({
        reached: failures(records) <= 1,
        seen: `failed ${ratio(records)}`,
        figures: { failed: failures(records), calls: records.length },
      }),
    );
  },
};
