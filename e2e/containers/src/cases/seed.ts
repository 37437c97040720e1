import { spawnSync } from 'node:child_process';
import { unhardened } from '@org/testing';
import type { Cluster, Pod } from '../cluster.js';
import { getJson } from '../http.js';
import type { Case } from '../run-cases.js';
import { check } from './check.js';

interface Identity {
  readonly uid: number;
  readonly capabilities: Readonly<Record<'effective' | 'permitted' | 'bounding', { mask: string; names: string[] }>>;
  readonly writableDirectory: {
    readonly path: string;
    readonly attempts: readonly { path: string; ok: boolean; code: string; message: string; remedy: string }[];
  };
  readonly posture: { readonly restricted: string; readonly baseline: string };
}

/** What the greeter says about itself, asked through a BFF that knows only this one. */
async function identityOf(cluster: Cluster, greeter: Pod): Promise<Identity> {
  cluster.publish([greeter]);
  await using bff = await cluster.bff({ GREETER_TARGET: `static:///${greeter.ip}:50051` });
  await getJson(`http://${bff.ip}:8080/api/hello`);
  const { backends } = await getJson<{ backends: { identity: Identity }[] }>(`http://${bff.ip}:8080/api/posture`);
  const identity = backends[0]?.identity;
  if (!identity) throw new Error(`no identity in ${JSON.stringify(backends)}`);
  return identity;
}

/** The same mask, read by libcap. */
function capsh(mask: string): string[] {
  const { stdout, error } = spawnSync('capsh', [`--decode=${mask}`], { encoding: 'utf8' });
  if (error) throw error;
  const names = stdout.trim().split('=')[1] ?? '';
  return names === '' ? [] : names.split(',');
}

const hasCapsh = spawnSync('capsh', ['--version']).error === undefined;
const needsCapsh = hasCapsh ? undefined : 'needs capsh (Debian: libcap2-bin)';

/** The three walls that somebody ran into, and what the libraries make of them. */
export const seedCases = (cluster: Cluster): readonly Case[] => [
  {
    name: 'read-only root: the journal goes to the mounted tmp, and says why',
    run: async () => {
      await using greeter = await cluster.greeter({ cwd: '/' });
      const { writableDirectory, uid } = await identityOf(cluster, greeter);
      const [preferred] = writableDirectory.attempts;
      check(uid === 65_532, `uid is ${uid}`);
      check(preferred?.code === 'EROFS', `the first attempt says ${preferred?.code}`);
      check(preferred?.message.includes('read-only'), `no word of read-only in: ${preferred?.message}`);
      check(preferred?.message.includes('65532'), `no word of the process's uid in: ${preferred?.message}`);
      check(writableDirectory.path.startsWith('/tmp/'), `it went to ${writableDirectory.path}`);
      return `${preferred?.path}: EROFS → ${writableDirectory.path}`;
    },
  },
  {
    name: 'writable root owned by root: permission alone, with the remedy',
    run: async () => {
      await using greeter = await cluster.greeter({ cwd: '/', readOnlyRoot: false });
      const { writableDirectory } = await identityOf(cluster, greeter);
      const [preferred] = writableDirectory.attempts;
      check(preferred?.code === 'EACCES', `the first attempt says ${preferred?.code}`);
      check(!preferred?.message.includes('read-only'), `read-only is not the reason: ${preferred?.message}`);
      check(/fsGroup|emptyDir/.test(preferred?.remedy ?? ''), `no remedy in: ${preferred?.remedy}`);
      check(writableDirectory.path.startsWith('/tmp/'), `it went to ${writableDirectory.path}`);
      return `${preferred?.path}: EACCES, remedy names emptyDir`;
    },
  },
  {
    name: 'writable root, working directory of its own: app-tmp is where it was wanted',
    run: async () => {
      await using greeter = await cluster.greeter({ readOnlyRoot: false });
      const { writableDirectory } = await identityOf(cluster, greeter);
      check(writableDirectory.path.startsWith('/app-workdir/'), `it went to ${writableDirectory.path}`);
      return writableDirectory.path;
    },
  },
  ...(['hardened', 'default'] as const).map((kind) => ({
    name: `capabilities of a ${kind} container: WhoAmI and capsh agree`,
    skip: needsCapsh,
    run: async () => {
      await using greeter = await cluster.greeter(kind === 'default' ? unhardened : {});
      const { capabilities, posture } = await identityOf(cluster, greeter);
      for (const set of ['effective', 'permitted', 'bounding'] as const) {
        const { mask, names } = capabilities[set];
        check(capsh(mask).join() === names.join(), `${set} ${mask}: capsh says ${capsh(mask)}, WhoAmI says ${names}`);
      }
      const expected = kind === 'default' ? '00000000a80425fb' : '0000000000000000';
      check(capabilities.effective.mask === expected, `effective is ${capabilities.effective.mask}`);
      check(
        posture.restricted === (kind === 'default' ? 'violates' : 'consistent'),
        `restricted: ${posture.restricted}`,
      );
      return `${capabilities.effective.mask}, restricted: ${posture.restricted}`;
    },
  })),
  {
    name: 'REQUIRE_POSTURE=restricted refuses a container that is not, naming the rules',
    run: async () => {
      const refused = await cluster.greeter({ ...unhardened, env: { REQUIRE_POSTURE: 'restricted' } }).then(
        () => '',
        (error: Error) => error.message,
      );
      check(
        /capabilit/i.test(refused) && /runAsNonRoot|root/i.test(refused),
        `it said: ${refused || 'nothing; it started'}`,
      );
      return 'refused, capabilities and root named';
    },
  },
];
