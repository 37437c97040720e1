import { make } from './dom.js';

interface CapabilitySet {
  readonly mask: string;
  readonly names: readonly string[];
}

/** What `/api/posture` says of one process. */
export interface Identity {
  readonly pod: string;
  readonly uid: number;
  readonly gid: number;
  readonly capabilities: Readonly<Record<string, CapabilitySet>> | null;
  readonly writableDirectory: {
    readonly path: string;
    readonly source: string;
    readonly memoryBacked: boolean;
    readonly attempts: readonly {
      readonly path: string;
      readonly ok: boolean;
      readonly code: string;
      readonly message: string;
      readonly remedy: string;
    }[];
    readonly warnings: readonly string[];
  } | null;
  readonly keyId: string;
  readonly posture: {
    readonly restricted: string;
    readonly baseline: string;
    readonly rules: readonly { readonly name: string; readonly verdict: string; readonly evidence: string }[];
  } | null;
}

/** Who a process is, what it may do, where it writes and why there. */
export function identityView(identity: Identity): HTMLElement {
  const list = make('dl');
  const row = (term: string, ...content: (Node | string)[]): void => {
    list.append(make('dt', '', term), make('dd', '', ...content));
  };
  row('runs as', `uid ${identity.uid}, gid ${identity.gid}`);
  for (const [name, set] of Object.entries(identity.capabilities ?? {})) row(name, ...capabilities(set));
  if (identity.writableDirectory) row('writes to', ...writes(identity.writableDirectory));
  if (identity.posture) row('pod security', ...posture(identity.posture));
  return list;
}

function capabilities({ mask, names }: CapabilitySet): (Node | string)[] {
  const code = make('code', '', mask || 'unknown');
  if (names.length === 0) return [code, mask === '' ? '' : ' none'];
  const all = make('details', '', make('summary', '', `${names.length} capabilities`), names.join(', '));
  return names.length > 4 ? [code, all] : [code, ` ${names.join(', ')}`];
}

function writes({
  path,
  source,
  memoryBacked,
  attempts,
  warnings,
}: NonNullable<Identity['writableDirectory']>): Node[] {
  const place = path === '' ? make('span', '', 'nowhere') : make('code', '', path);
  const about = path === '' ? '' : ` (${source}${memoryBacked ? ', in memory' : ''})`;
  const list = make('ul');
  for (const attempt of attempts.filter(({ ok }) => !ok)) {
    const item = make('li', 'reason', `${attempt.path}: ${attempt.code} ${attempt.message}`);
    if (attempt.remedy !== '') {
      item.append(
        make('details', '', make('summary', '', 'what to change'), make('pre', 'remedy mono', attempt.remedy)),
      );
    }
    list.append(item);
  }
  for (const warning of warnings) list.append(make('li', 'reason', warning));
  return [make('span', '', place, about), list];
}

function posture({ restricted, baseline, rules }: NonNullable<Identity['posture']>): Node[] {
  const list = make('ul');
  for (const { name, verdict, evidence } of rules) list.append(make('li', '', `${name}: ${verdict}. ${evidence}`));
  const heading = make('summary', '', `${rules.length} rules`);
  return [make('span', '', `restricted: ${restricted}; baseline: ${baseline}`), make('details', '', heading, list)];
}
