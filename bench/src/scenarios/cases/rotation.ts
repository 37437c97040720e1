import { setTimeout as delay } from 'node:timers/promises';
import { MountedSecret, TestCa } from '@org/testing';
import { play } from '../play.js';
import { failures, ratio, seconds } from '../records.js';
import type { Scenario } from '../scenario.js';

const NAME = 'echo.test';
const GOAL_MS = 15_000;

export const rotatedCertificates: Scenario = {
  number: 14,
  title: 'mTLS certificates of both sides rotated through a `..data` swap, 100 rps',
  goal: '0 failures, the new certificate in use within 15 s',
  subjects: ['kit'],
  async run(subjects) {
    const ca = new TestCa('scenario');
    const issue = () => {
      const { cert, key, serial } = ca.issue({ commonName: NAME, dnsNames: [NAME] });
      return { files: { 'tls.crt': cert, 'tls.key': key, 'ca.crt': ca.cert }, serial };
    };
    using secret = new MountedSecret(issue().files);
    const files = { caFile: secret.path('ca.crt'), certFile: secret.path('tls.crt'), keyFile: secret.path('tls.key') };
    return await play(subjects, {
      backends: 2,
      tlsDir: secret.directory,
      client: { tls: { ...files, serverName: NAME } },
      async story({ backends, load }) {
        await load({ rps: 100 });
        await delay(2000);
        const fresh = issue();
        const swapped = Date.now();
        secret.swap(fresh.files);
        let seenMs: number | null = null;
        while (seenMs === null && Date.now() - swapped < GOAL_MS) {
          const serials = await Promise.all(backends.map((backend) => backend.clientSerials()));
          if (serials.every((list) => list.includes(fresh.serial))) seenMs = Date.now() - swapped;
          await delay(100);
        }
        await delay(3000);
        return { seenMs };
      },
      judge: ({ records, told: { seenMs } }) => ({
        reached: failures(records) === 0 && seenMs !== null,
        seen: `failed ${ratio(records)}, ${seenMs === null ? 'never in use' : `in use after ${seconds(seenMs)}`}`,
        figures: { failed: failures(records), calls: records.length, seenMs },
      }),
    });
  },
};
