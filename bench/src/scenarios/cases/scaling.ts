import { setTimeout as delay } from 'node:timers/promises';
import type { BackendHandle } from '../backend-handle.js';
import { play } from '../play.js';
import { arrivals, failures, ratio, seconds } from '../records.js';
import { atMostFailed, type Scenario } from '../scenario.js';
import type { Stage } from '../stage.js';
import type { SubjectName } from '../subjects/subject.js';

const REFRESH_MS = 10_000;
const JITTER = 1.1;

export const scaleUp: Scenario = {
  number: 3,
  title: 'scale-up 2→6 while every connection is healthy, 50 rps',
  goal: 'all four new ones within refresh + 1 s, 0 failures, no old connection made anew',
  run: (subjects) =>
    play(subjects, {
      backends: 6,
      published: 2,
      async story({ stage, hosts, load }) {
        await load({ rps: 50 });
        await delay(3000);
        const published = Date.now();
        stage.publish(hosts);
        await delay(20_000);
        return { published };
      },
      async judge({ records, client, backends, hosts, told: { published } }) {
        const { seen, slowestMs } = arrivals(records, hosts.slice(2), published);
        const failed = failures(records);
        const reconnects = await reconnectsOf(backends.slice(0, 2), client.subject);
        const inTime = slowestMs !== null && slowestMs <= REFRESH_MS * JITTER + 1000;
        const news = slowestMs === null ? `${seen} of 4 new seen in 20 s` : `all new after ${seconds(slowestMs)}`;
        return {
          reached: inTime && failed === 0 && reconnects === 0,
          seen: `${news}, failed ${ratio(records)}`,
          figures: { newSeen: seen, slowestMs, failed, calls: records.length, reconnects },
        };
      },
    }),
};

async function reconnectsOf(backends: readonly BackendHandle[], subject: SubjectName): Promise<number> {
  const connections = await Promise.all(backends.map((backend) => backend.connectionsOf(subject)));
  return connections.reduce((sum, count) => sum + Math.max(0, count - 1), 0);
}

const scaleDown = (number: number, how: 'SIGTERM' | 'SIGKILL'): Scenario => ({
  number,
  title: `scale-down 4→2 by ${how}, DNS lags 3 s, 100 rps, 50 ms handlers`,
  goal: '0 failures',
  run: (subjects) =>
    play(subjects, {
      backends: 4,
      handlerMs: 50,
      async story({ stage, backends, hosts, load }) {
        await load({ rps: 100 });
        await delay(3000);
        for (const backend of backends.slice(2)) backend.signal(how);
        await delay(3000);
        stage.publish(hosts.slice(0, 2));
        await delay(8000);
      },
      judge: ({ records }) => atMostFailed(0, records),
    }),
});

export const gracefulScaleDown: Scenario = scaleDown(5, 'SIGTERM');
export const killedScaleDown: Scenario = scaleDown(6, 'SIGKILL');

const [THIRD, FOURTH] = ['127.0.0.4', '127.0.0.5'];

export const rollingReplace: Scenario = {
  number: 7,
  title: 'rolling replace of both pods 5 s apart, DNS lags 4 s, 50 rps',
  goal: '0 failures',
  run: (subjects) =>
    play(subjects, {
      backends: 2,
      async story({ stage, backends: [first, second], hosts, load }) {
        await load({ rps: 50 });
        await delay(3000);
        await Promise.all([
          replace(stage, first, THIRD, [THIRD, hosts[1]]),
          delay(5000).then(() => replace(stage, second, FOURTH, [THIRD, FOURTH])),
        ]);
        await delay(30_000);
      },
      judge: ({ records }) => atMostFailed(0, records),
    }),
};

async function replace(stage: Stage, old: BackendHandle, host: string, published: readonly string[]): Promise<void> {
  await stage.start([host]);
  old.signal('SIGTERM');
  await delay(4000);
  stage.publish(published);
}
