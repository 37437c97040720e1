import { MountedSecret, TestCa } from '@org/testing';
import { openReady, underLoad } from '../play.js';
import { failures, ratio } from '../records.js';
import type { Scenario } from '../scenario.js';
import { delay, hosts, Stage } from '../stage.js';

const NAME = 'echo.test';
const GOAL_MS = 15_000;

export const rotatedCertificates: Scenario = {
  number: 14,
  title: 'mTLS certificates of both sides rotated through a `..data` swap, 100 rps',
  goal: '0 failures, the new certificate in use within 15 s',
  subjects: ['kit'],
  async run(subjects) {
    await using stage = await Stage.open();
    const ca = new TestCa('scenario');
    const issue = () => {
      const { cert, key, serial } = ca.issue({ commonName: NAME, dnsNames: [NAME] });
      return { files: { 'tls.crt': cert, 'tls.key': key, 'ca.crt': ca.cert }, serial };
    };
    const secret = new MountedSecret(issue().files);
    const all = hosts(2);
    stage.publish(all);
    const backends = await stage.backends(all, { tlsDir: secret.directory });
    const [certFile, keyFile, caFile] = ['tls.crt', 'tls.key', 'ca.crt'].map((name) => secret.path(name)) as [
      string,
      string,
      string,
    ];
    const clients = await openReady(stage, subjects, { tls: { caFile, certFile, keyFile, serverName: NAME } });
    const fresh = issue();
    let seenMs: number | null = null;
    const outcomes = await underLoad(
      clients,
      { rps: 100 },
      async () => {
        await delay(2000);
        const swapped = Date.now();
        secret.swap(fresh.files);
        while (seenMs === null && Date.now() - swapped < GOAL_MS) {
          const serials = await Promise.all(backends.map((backend) => backend.clientSerials()));
          if (serials.every((list) => list.includes(fresh.serial))) seenMs = Date.now() - swapped;
          await delay(100);
        }
        await delay(3000);
      },
      (records) => ({
        reached: failures(records) === 0 && seenMs !== null,
        seen: `failed ${ratio(records)}, ${seenMs === null ? 'never in use' : `in use after ${(seenMs / 1000).toFixed(1)} s`}`,
        figures: { failed: failures(records), calls: records.length, seenMs },
      }),
    );
    secret.close();
    return outcomes;
  },
};
