import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { tmpfs, until } from '@org/testing';
import type { Cluster, Pod } from '../cluster.js';
import { getJson } from '../http.js';
import { expectNoFailure, greetingsOf, shares, underLoad } from '../load.js';
import type { Case } from '../run-cases.js';
import { check } from './check.js';

const RPS = 100;
const LARGEST_SPREAD = 1.1;
const DNS_LAG_MS = 4000;

/** One story in parts: each part finds the containers as the one before it left them. */
export function trafficCases(cluster: Cluster): readonly Case[] {
  let bff: Pod;
  let greeters: Pod[] = [];

  async function evenShares(): Promise<string> {
    const { counts, spread } = await shares(greeters, () => delay(5000));
    check(spread <= LARGEST_SPREAD, `shares ${counts.join('/')}: max/min ${spread.toFixed(2)}`);
    return `shares ${counts.join('/')}`;
  }

  /** Starts one, tells DNS, and takes the old one away while DNS still answers it. */
  async function replace(old: Pod): Promise<number | NodeJS.Signals> {
    const fresh = await cluster.greeter();
    greeters = [...greeters.filter((greeter) => greeter !== old), fresh];
    old.signal('SIGTERM');
    await delay(DNS_LAG_MS);
    cluster.publish(greeters);
    return old.ended;
  }

  return [
    {
      name: 'scale 2 → 6 → 2 under load from the BFF',
      run: async () => {
        greeters = await cluster.greeters(2);
        cluster.publish(greeters);
        bff = await cluster.bff();
        await until('the first hello', () => getJson(`http://${bff.ip}:8080/api/hello`).catch(() => undefined));
        const seen: string[] = [];
        const report = await underLoad(bff, RPS, async () => {
          seen.push(await evenShares());
          const added = await cluster.greeters(4);
          greeters = [...greeters, ...added];
          cluster.publish(greeters);
          const published = performance.now();
          await until(
            'calls on every new one',
            async () => (await Promise.all(added.map(greetingsOf))).every((count) => count > 0),
            15_000,
          );
          seen.push(`new ones after ${((performance.now() - published) / 1000).toFixed(1)} s`);
          await delay(500);
          seen.push(await evenShares());
          const leaving = greeters.slice(2);
          greeters = greeters.slice(0, 2);
          for (const greeter of leaving) greeter.signal('SIGTERM');
          cluster.publish(greeters);
          const codes = await Promise.all(leaving.map((greeter) => greeter.ended));
          check(
            codes.every((code) => code === 0),
            `exit codes ${codes.join()}`,
          );
          seen.push(await evenShares());
        });
        return `${expectNoFailure(report)}; ${seen.join('; ')}`;
      },
    },
    {
      name: 'SIGKILL of one of three: the others take over',
      run: async () => {
        const doomed = await cluster.greeter();
        cluster.publish([...greeters, doomed]);
        await until('calls on the third', async () => (await callsSoon(bff, doomed)) > 0, 15_000);
        const report = await underLoad(bff, RPS, async () => {
          await delay(1000);
          doomed.signal('SIGKILL');
          check((await doomed.ended) === 137, 'it was not killed');
          await delay(2000);
          cluster.publish(greeters);
          await delay(2000);
        });
        return expectNoFailure(report);
      },
    },
    {
      name: `rolling replacement of every server, DNS ${DNS_LAG_MS / 1000} s behind`,
      run: async () => {
        const codes: (number | NodeJS.Signals)[] = [];
        const report = await underLoad(bff, RPS, async () => {
          for (const old of [...greeters]) codes.push(await replace(old));
        });
        check(
          codes.every((code) => code === 0),
          `exit codes ${codes.join()}`,
        );
        return `${expectNoFailure(report)}; exit codes ${codes.join()}`;
      },
    },
    {
      name: 'secret rotated in the mounted volume: every server signs with the new key within 15 s',
      run: async () => {
        const before = await keyIds();
        let took = 0;
        const report = await underLoad(bff, RPS, async () => {
          const rotated = performance.now();
          cluster.signingKey.swap({ 'signing-key': 'the second key, rotated in place' });
          await until(
            'the new key everywhere',
            async () => (await keyIds()).every((id) => id !== '' && !before.includes(id)),
            15_000,
          );
          took = performance.now() - rotated;
          await delay(2000);
        });
        return `${expectNoFailure(report)}; new key after ${(took / 1000).toFixed(1)} s`;
      },
    },
    {
      name: '/tmp full: served on, one clear warning',
      run: async () => {
        const cramped = await cluster.greeter({ mounts: [tmpfs('/tmp', { size: '1m' })] });
        cluster.publish([cramped]);
        await until('calls on the cramped one', async () => (await callsSoon(bff, cramped)) > 0, 15_000);
        fill(join(cramped.root, 'tmp', 'filling'));
        const report = await underLoad(bff, RPS, () => delay(4000));
        const warnings = cramped.log.filter(({ level, msg }) => level === 'warn' && /journal/.test(String(msg)));
        check(warnings.length === 1, `${warnings.length} warnings about the journal: ${JSON.stringify(warnings)}`);
        check(
          /ENOSPC|no space/i.test(JSON.stringify(warnings[0])),
          `the warning does not say why: ${JSON.stringify(warnings[0])}`,
        );
        cluster.publish(greeters);
        await until('the others again', async () => (await callsSoon(bff, greeters[0] as Pod)) > 0, 15_000);
        await cramped.remove();
        return `${expectNoFailure(report)}; ${String(warnings[0]?.['msg'])}`;
      },
    },
    {
      name: 'SIGTERM to each as process 1: exit 0 within the deadline',
      run: async () => {
        const started = performance.now();
        for (const container of [bff, ...greeters]) container.signal('SIGTERM');
        const codes = await Promise.all([bff, ...greeters].map((container) => container.ended));
        const seconds = (performance.now() - started) / 1000;
        check(
          codes.every((code) => code === 0),
          `exit codes ${codes.join()}`,
        );
        check(seconds <= 10, `it took ${seconds.toFixed(1)} s`);
        return `exit codes ${codes.join()} after ${seconds.toFixed(1)} s`;
      },
    },
  ];

  /** Greetings that one server serves while a few calls are made. */
  async function callsSoon(from: Pod, greeter: Pod): Promise<number> {
    const before = await greetingsOf(greeter);
    await Promise.all(
      Array.from({ length: 12 }, () => getJson(`http://${from.ip}:8080/api/hello`).catch(() => undefined)),
    );
    return (await greetingsOf(greeter)) - before;
  }

  async function keyIds(): Promise<string[]> {
    const { backends } = await getJson<{ backends: { keyId: string }[] }>(`http://${bff.ip}:8080/api/backends`);
    return backends.map(({ keyId }) => keyId);
  }
}

/** Writes until the file system has no room left. */
function fill(path: string): void {
  const file = openSync(path, 'w');
  const chunk = Buffer.alloc(4096);
  try {
    for (;;) writeSync(file, chunk);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  } finally {
    closeSync(file);
  }
}
