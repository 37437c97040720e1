import { describePosture } from './describe-posture.js';
import { type Props, Stage } from './stage.js';

const FEW = 2;
const MANY = 6;
const DNS_LAG_MS = 4000;
const REPLACE_GAP_MS = 2000;
/** What a look-up every 10 s would need, and a second. */
const FIRST_CALL_LIMIT_MS = 11_000;
const ROTATION_LIMIT_MS = 15_000;

/** Steady load; scale up; kill; replace all while DNS is late; rotate the key; scale down. */
export async function tellStory(props: Props): Promise<Stage> {
  const { deployment, directory, key, samples, narrator } = props;
  const stage = new Stage(props);

  const seen = async (fresh: readonly string[]): Promise<readonly string[]> => {
    await stage.until(FIRST_CALL_LIMIT_MS, () => fresh.every((address) => samples.first(address)));
    return fresh;
  };
  const steady = (name: string, ms: number): Promise<void> =>
    stage.phase(name, { steady: true, action: () => stage.hold(ms).then(() => undefined) });

  for (const line of await describePosture(props)) narrator.say(line);
  narrator.say();
  narrator.heading();
  // Apart from the steady phase: everything is still cold, and that is no property of the balancing.
  await stage.phase('first second', { action: () => stage.hold(1000).then(() => undefined) });
  await steady(`steady, ${FEW} servers`, 5000);

  await stage.phase(`scale ${FEW} → ${MANY}`, { action: async () => seen(await deployment.scale(MANY)) });
  await steady(`steady, ${MANY} servers`, 5000);

  directory.lagMs = DNS_LAG_MS;
  await stage.phase('SIGKILL of one', {
    action: async () => {
      const before = new Set(deployment.addresses);
      deployment.kill(deployment.addresses[1] ?? '');
      const fresh = (): string[] => deployment.addresses.filter((address) => !before.has(address));
      await stage.until(FIRST_CALL_LIMIT_MS, () => fresh().some((address) => directory.publishedAt(address)));
      return seen(fresh());
    },
  });

  await stage.phase(`all replaced, DNS ${DNS_LAG_MS / 1000} s late`, {
    action: async () => {
      const fresh = await deployment.replaceAll(REPLACE_GAP_MS);
      await stage.hold(DNS_LAG_MS);
      return seen(fresh);
    },
  });

  await stage.phase('signing key rotated', {
    action: async () => {
      const id = key.rotate();
      const everywhere = (): boolean => deployment.addresses.every((address) => samples.last(address)?.keyId === id);
      if (!(await stage.until(ROTATION_LIMIT_MS, everywhere))) {
        stage.complaints.push(`signing key rotated: not every server used ${id} after ${ROTATION_LIMIT_MS / 1000} s`);
      }
      await stage.hold(2000);
      return undefined;
    },
  });

  await stage.phase(`scale ${MANY} → ${FEW}, DNS ${DNS_LAG_MS / 1000} s late`, {
    action: async () => {
      await deployment.scale(FEW);
      await stage.hold(DNS_LAG_MS + 1500);
      return undefined;
    },
  });
  directory.lagMs = 0;
  await steady(`steady, ${FEW} servers`, 4000);
  return stage;
}
