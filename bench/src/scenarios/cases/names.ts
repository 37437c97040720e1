import { openReady, underLoad } from '../play.js';
import { failures, ratio } from '../records.js';
import type { Scenario } from '../scenario.js';
import { delay, hosts, Stage } from '../stage.js';

const OUTAGE_MS = 60_000;

export const silentDns: Scenario = {
  number: 10,
  title: 'the DNS server says nothing for 60 s while connected, 50 rps',
  goal: '0 failures',
  async run(subjects) {
    await using stage = await Stage.open();
    const all = hosts(2);
    stage.publish(all);
    await stage.backends(all);
    const clients = await openReady(stage, subjects);
    stage.dns.behave('silent');
    return await underLoad(
      clients,
      { rps: 50 },
      () => delay(OUTAGE_MS),
      (records) => ({
        reached: failures(records) === 0,
        seen: `failed ${ratio(records)}`,
        figures: { failed: failures(records), calls: records.length },
      }),
    );
  },
};

export const lateName: Scenario = {
  number: 11,
  title: 'the name does not exist at the start and appears after 60 s',
  goal: 'first success ≤ 2 s after',
  async run(subjects) {
    await using stage = await Stage.open();
    stage.unpublish();
    const all = hosts(2);
    await stage.backends(all);
    const clients = await Promise.all(subjects.map((subject) => stage.client(subject)));
    let published = 0;
    return await underLoad(
      clients,
      { rps: 5, deadlineMs: 1000 },
      async () => {
        await delay(OUTAGE_MS);
        published = Date.now();
        stage.publish(all);
        await delay(25_000);
      },
      (records) => {
        const good = records.filter(({ code }) => code === 0).map(({ at, ms }) => at + ms - published);
        const firstMs = good.length > 0 ? Math.min(...good) : null;
        return {
          reached: firstMs !== null && firstMs <= 2000,
          seen: firstMs === null ? 'no success within 25 s' : `first success after ${(firstMs / 1000).toFixed(1)} s`,
          figures: { firstMs },
        };
      },
    );
  },
};
