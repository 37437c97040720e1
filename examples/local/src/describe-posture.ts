import type { Props } from './stage.js';

interface Identity {
  readonly pod: string;
  readonly uid: number;
  readonly gid: number;
  readonly capabilities: { readonly effective: { readonly mask: string; readonly names: readonly string[] } } | null;
  readonly writableDirectory: { readonly path: string; readonly source: string } | null;
  readonly posture: {
    readonly restricted: string;
    readonly rules: readonly { readonly verdict: string }[];
  } | null;
}

/** What each process says it may do, in a line each, as `GET /api/posture` reports it. */
export async function describePosture({ origin, signal }: Pick<Props, 'origin' | 'signal'>): Promise<string[]> {
  const reply = await fetch(`${origin}/api/posture`, { signal });
  const { self, backends } = (await reply.json()) as {
    readonly self: Identity;
    readonly backends: readonly { readonly identity: Identity | null }[];
  };
  return [self, ...backends.flatMap(({ identity }) => identity ?? [])].map(describe);
}

function describe({ pod, uid, gid, capabilities, writableDirectory, posture }: Identity): string {
  const parts = [`uid ${uid}, gid ${gid}`];
  if (capabilities) parts.push(`${capabilities.effective.names.length} capabilities (${capabilities.effective.mask})`);
  if (writableDirectory)
    parts.push(writableDirectory.path ? `writes to ${writableDirectory.source}` : 'writes nowhere');
  if (posture) parts.push(`Pod Security restricted: ${verdict(posture)}`);
  return `${pod.padEnd(10)} ${parts.join('; ')}`;
}

function verdict({ restricted, rules }: NonNullable<Identity['posture']>): string {
  const broken = rules.filter((rule) => rule.verdict === 'violates').length;
  return broken > 0 ? `violates ${broken} of ${rules.length} rules` : restricted;
}
