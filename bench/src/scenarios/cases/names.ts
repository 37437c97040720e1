import { setTimeout as delay } from 'node:timers/promises';
import { play } from '../play.js';
import { seconds } from '../records.js';
import { atMostFailed, type Scenario } from '../scenario.js';

const OUTAGE_MS = 60_000;

export const silentDns: Scenario = {
  number: 10,
  title: 'the DNS server says nothing for 60 s while connected, 50 rps',
  goal: '0 failures',
  run: (subjects) =>
    play(subjects, {
      backends: 2,
      async story({ stage, clients, load }) {
        await clients();
        stage.dns.behave('silent');
        await load({ rps: 50 });
        await delay(OUTAGE_MS);
      },
      judge: ({ records }) => atMostFailed(0, records),
    }),
};

export const lateName: Scenario = {
  number: 11,
  title: 'the name does not exist at the start and appears after 60 s',
  goal: 'first success ≤ 2 s after',
  run: (subjects) =>
    play(subjects, {
      backends: 2,
      published: 0,
      ready: false,
      async story({ stage, hosts, load }) {
        await load({ rps: 5, deadlineMs: 1000 });
        await delay(OUTAGE_MS);
        const published = Date.now();
        stage.publish(hosts);
        await delay(25_000);
        return { published };
      },
      judge({ records, told: { published } }) {
        const good = records.filter(({ code }) => code === 0).map(({ at, ms }) => at + ms - published);
        const firstMs = good.length > 0 ? Math.min(...good) : null;
        return {
          reached: firstMs !== null && firstMs <= 2000,
          seen: firstMs === null ? 'no success within 25 s' : `first success after ${seconds(firstMs)}`,
          figures: { firstMs },
        };
      },
    }),
};
