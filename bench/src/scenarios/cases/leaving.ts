import { setTimeout as delay } from 'node:timers/promises';
import { status } from '@grpc/grpc-js';
import { play } from '../play.js';
import { failures, ratio, seconds } from '../records.js';
import type { Scenario } from '../scenario.js';

const DRAIN_MS = 5000;
const DEADLINE_MS = 5000;
const STREAMS = 20;
const ACTIONABLE: readonly number[] = [status.OK, status.UNAVAILABLE, status.CANCELLED];

export const leavingServer: Scenario = {
  number: 13,
  title: `SIGTERM to one of two servers under 200 rps and ${STREAMS} open streams, DNS lags 3 s`,
  goal: '0 failed unary calls, streams end with a status to act on, exit 0 within drain + deadline',
  subjects: ['kit', 'plain'],
  run: (subjects) =>
    play(subjects, {
      backends: 2,
      drainMs: DRAIN_MS,
      async story({ stage, backends: [leaver, stayer], clients, load }) {
        await Promise.all((await clients()).map((client) => client.openStreams(STREAMS)));
        await load({ rps: 200 });
        await delay(2000);
        const signalled = Date.now();
        leaver.signal('SIGTERM');
        await delay(3000);
        stage.publish([stayer.host]);
        const exitCode = await leaver.exited();
        const exitMs = Date.now() - signalled;
        await delay(2000);
        // The other half of the streams must end too before the client can tell how each of them did.
        stayer.signal('SIGTERM');
        return { exitCode, exitMs };
      },
      async judge({ records, client, told: { exitCode, exitMs } }) {
        const before = records.slice(0, -50);
        const codes = await client.streamsEnded();
        const actionable = codes.filter((code) => ACTIONABLE.includes(code)).length;
        return {
          reached:
            failures(before) === 0 && actionable === STREAMS && exitCode === 0 && exitMs <= DRAIN_MS + DEADLINE_MS,
          seen: `failed ${ratio(before)}, streams ${[...new Set(codes)].map((code) => status[code]).join(', ')}, exit ${exitCode} after ${seconds(exitMs)}`,
          figures: { failed: failures(before), calls: before.length, exitMs, exitCode },
        };
      },
    }),
};
