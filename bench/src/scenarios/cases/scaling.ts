import type { BackendHandle } from '../backend-handle.js';
import { openReady, underLoad } from '../play.js';
import { failures, firstAnswer, ratio } from '../records.js';
import type { Scenario } from '../scenario.js';
import { delay, hosts, Stage } from '../stage.js';

const REFRESH_MS = 10_000;
const JITTER = 1.1;

export const scaleUp: Scenario = {
  number: 3,
  title: 'scale-up 2→6 while every connection is healthy, 50 rps',
  goal: 'all four new ones within refresh + 1 s, 0 failures, no old connection made anew',
  async run(subjects) {
    await using stage = await Stage.open();
    const [old, added] = [hosts(2), hosts(4, 4)];
    stage.publish(old);
    const before = await stage.backends(old);
    await stage.backends(added);
    const clients = await openReady(stage, subjects);
    let published = 0;
    return await underLoad(
      clients,
      { rps: 50 },
      async () => {
        await delay(3000);
        published = Date.now();
        stage.publish([...old, ...added]);
        await delay(20_000);
      },
      async (records, client) => {
        const times = added.map((backend) => firstAnswer(records, backend, published));
        const seen = times.filter((time) => time !== undefined);
        const slowest = seen.length === added.length ? Math.max(...seen) : null;
        const reconnects = await reconnectsOf(before, client.subject);
        return {
          reached:
            slowest !== null && slowest <= REFRESH_MS * JITTER + 1000 && failures(records) === 0 && reconnects === 0,
          seen: `${slowest === null ? `${seen.length} of 4 new seen in 20 s` : `all new after ${(slowest / 1000).toFixed(1)} s`}, failed ${ratio(records)}`,
          figures: {
            newSeen: seen.length,
            slowestMs: slowest,
            failed: failures(records),
            calls: records.length,
            reconnects,
          },
        };
      },
    );
  },
};

async function reconnectsOf(backends: readonly BackendHandle[], subject: 'kit' | 'plain' | 'nice'): Promise<number> {
  const connections = await Promise.all(backends.map((backend) => backend.connectionsOf(subject)));
  return connections.reduce((sum, count) => sum + Math.max(0, count - 1), 0);
}

function scaleDown(number: number, how: 'SIGTERM' | 'SIGKILL'): Scenario {
  return {
    number,
    title: `scale-down 4→2 by ${how}, DNS lags 3 s, 100 rps, 50 ms handlers`,
    goal: '0 failures',
    async run(subjects) {
      await using stage = await Stage.open();
      const all = hosts(4);
      stage.publish(all);
      const backends = await stage.backends(all, { handlerMs: 50 });
      const clients = await openReady(stage, subjects);
      return await underLoad(
        clients,
        { rps: 100 },
        async () => {
          await delay(3000);
          for (const backend of backends.slice(2)) backend.signal(how);
          await delay(3000);
          stage.publish(all.slice(0, 2));
          await delay(8000);
        },
        (records) => ({
          reached: failures(records) === 0,
          seen: `failed ${ratio(records)}`,
          figures: { failed: failures(records), calls: records.length },
        }),
      );
    },
  };
}

export const gracefulScaleDown: Scenario = scaleDown(5, 'SIGTERM');
export const killedScaleDown: Scenario = scaleDown(6, 'SIGKILL');

export const rollingReplace: Scenario = {
  number: 7,
  title: 'rolling replace of both pods 5 s apart, DNS lags 4 s, 50 rps',
  goal: '0 failures',
  async run(subjects) {
    await using stage = await Stage.open();
    const [first, second, third, fourth] = hosts(4) as [string, string, string, string];
    stage.publish([first, second]);
    const old = await stage.backends([first, second]);
    const clients = await openReady(stage, subjects);
    return await underLoad(
      clients,
      { rps: 50 },
      async () => {
        await delay(3000);
        await Promise.all([
          replace(stage, old[0], third, [third, second]),
          later(5000, () => replace(stage, old[1], fourth, [third, fourth])),
        ]);
        await delay(30_000);
      },
      (records) => ({
        reached: failures(records) === 0,
        seen: `failed ${ratio(records)}`,
        figures: { failed: failures(records), calls: records.length },
      }),
    );
  },
};

async function replace(
  stage: Stage,
  old: BackendHandle | undefined,
  host: string,
  published: readonly string[],
): Promise<void> {
  await stage.backends([host]);
  old?.signal('SIGTERM');
  await delay(4000);
  stage.publish(published);
}

async function later(ms: number, step: () => Promise<void>): Promise<void> {
  await delay(ms);
  await step();
}
