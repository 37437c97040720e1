import { status } from '@grpc/grpc-js';
import { openReady, underLoad } from '../play.js';
import { failures, ratio } from '../records.js';
import type { Scenario } from '../scenario.js';
import { delay, hosts, Stage } from '../stage.js';

const DRAIN_MS = 5000;
const DEADLINE_MS = 5000;
const STREAMS = 20;

export const leavingServer: Scenario = {
  number: 13,
  title: `SIGTERM to one of two servers under 200 rps and ${STREAMS} open streams, DNS lags 3 s`,
  goal: '0 failed unary calls, streams end with a status to act on, exit 0 within drain + deadline',
  subjects: ['kit', 'plain'],
  async run(subjects) {
    await using stage = await Stage.open();
    const all = hosts(2);
    stage.publish(all);
    const [leaver, stayer] = await stage.backends(all, { drainMs: DRAIN_MS });
    const clients = await openReady(stage, subjects);
    await Promise.all(clients.map((client) => client.openStreams(STREAMS)));
    let exitCode: number | null | undefined;
    let exitMs = 0;
    return await underLoad(
      clients,
      { rps: 200 },
      async () => {
        await delay(2000);
        const signalled = Date.now();
        leaver?.signal('SIGTERM');
        await delay(3000);
        stage.publish(all.slice(1));
        exitCode = await leaver?.exited();
        exitMs = Date.now() - signalled;
        await delay(2000);
        // The other half of the streams must end too before the client can tell how each of them did.
        stayer?.signal('SIGTERM');
      },
      async (records, client) => {
        const before = records.slice(0, -50);
        const codes = await client.streamsEnded();
        const actionable = codes.filter(
          (code) => code === status.OK || code === status.UNAVAILABLE || code === status.CANCELLED,
        ).length;
        return {
          reached:
            failures(before) === 0 && actionable === STREAMS && exitCode === 0 && exitMs <= DRAIN_MS + DEADLINE_MS,
          seen: `failed ${ratio(before)}, streams ${[...new Set(codes)].map((code) => status[code]).join(', ')}, exit ${exitCode} after ${(exitMs / 1000).toFixed(1)} s`,
          figures: { failed: failures(before), calls: before.length, exitMs, exitCode: exitCode ?? null },
        };
      },
    );
  },
};
