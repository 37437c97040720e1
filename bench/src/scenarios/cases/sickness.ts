import { setTimeout as delay } from 'node:timers/promises';
import { play } from '../play.js';
import { between, failures, firstAnswer, ratio, seconds, shares } from '../records.js';
import { atMostFailed, type Scenario } from '../scenario.js';

const HUNG_MS = 60_000;
const BACK_MS = 30_000;

export const hungBackend: Scenario = {
  number: 8,
  title: 'one of four backends hangs (SIGSTOP) for 60 s, 40 rps, 1 s deadline',
  goal: 'avoided within 5 s, at most 1 % fail, back within 30 s of SIGCONT',
  run: (subjects) =>
    play(subjects, {
      backends: 4,
      async story({ backends: [sick], load }) {
        await load({ rps: 40, deadlineMs: 1000 });
        await delay(3000);
        const stopped = Date.now();
        sick.signal('SIGSTOP');
        await delay(HUNG_MS);
        const continued = Date.now();
        sick.signal('SIGCONT');
        await delay(BACK_MS + 1000);
        return { stopped, continued };
      },
      judge({ records, hosts: [sick], told: { stopped, continued } }) {
        const hung = between(records, stopped, continued);
        const lost = hung.filter(({ code }) => code !== 0);
        const avoidedMs = Math.max(0, ...lost.map(({ at }) => at - stopped));
        const backMs = firstAnswer(records, sick, continued) ?? null;
        const avoided = avoidedMs > HUNG_MS - 5000 ? 'never avoided' : `last failure ${seconds(avoidedMs)} after`;
        const back = backMs === null ? 'never back' : `back after ${seconds(backMs)}`;
        return {
          reached: avoidedMs <= 5000 && lost.length <= hung.length / 100 && backMs !== null && backMs <= BACK_MS,
          seen: `failed ${ratio(hung)}, ${avoided}, ${back}`,
          figures: { failed: lost.length, calls: hung.length, avoidedMs, backMs },
        };
      },
    }),
};

export const notServing: Scenario = {
  number: 9,
  title: 'one of two backends says NOT_SERVING',
  goal: '0 calls to it',
  run: (subjects) =>
    play(subjects, {
      backends: 2,
      async story({ backends: [sick], load }) {
        await sick.setServing(false);
        await load({ rps: 50 });
        await delay(8000);
      },
      judge({ records, hosts: [sick] }) {
        const calls = shares(records).get(sick) ?? 0;
        return {
          reached: calls === 0 && failures(records) === 0,
          seen: `${calls} of ${records.length} calls, failed ${failures(records)}`,
          figures: { calls, failed: failures(records), total: records.length },
        };
      },
    }),
};

export const idleBlackhole: Scenario = {
  number: 12,
  title: 'idle for 12 s, one of two backends hangs meanwhile, then 50 rps, 1 s deadline',
  goal: 'at most 1 failure',
  run: (subjects) =>
    play(subjects, {
      backends: 2,
      async story({ backends: [sick], clients, load }) {
        await Promise.all((await clients()).map((client) => client.burst(20, 1)));
        sick.signal('SIGSTOP');
        await delay(12_000);
        await load({ rps: 50, deadlineMs: 1000 });
        await delay(5000);
      },
      judge: ({ records }) => atMostFailed(1, records),
    }),
};
