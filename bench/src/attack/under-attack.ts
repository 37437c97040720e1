import type { ChildProcess } from 'node:child_process';
import { endProgram, nextMessage, startProgram } from '../processes.js';
import type { Attack } from './attack.js';
import { GoodPeers, type Service } from './good-peers.js';
import type { Strain } from './target-process.js';
import type { TargetName } from './targets.js';

/** What an attack did to a server and to those who called it. */
export interface Outcome {
  readonly before: Service;
  readonly during: Service;
  readonly after: Service;
  readonly stallMs: number;
  /** The largest growth of the resident set, in bytes. */
  readonly grownBytes: number;
  /** Connections of the attacker that the server ended. */
  readonly cut: number;
}

export interface Periods {
  readonly restMs: number;
  readonly attackMs: number;
  /** How long a good peer waits for an answer, in ms. Default 2,000. */
  readonly deadlineMs?: number;
}

/** Calls a server before, while and after it is attacked; each run has processes of its own. */
export async function underAttack(
  target: TargetName,
  attack: Attack,
  { restMs, attackMs, deadlineMs }: Periods,
): Promise<Outcome> {
  const server = await startProgram(new URL('target-process.ts', import.meta.url), { SUBJECT: target });
  const port = server.greeting as number;
  const peers = new GoodPeers(port, deadlineMs);
  let attacker: ChildProcess | undefined;
  try {
    // The compiler's work is not the server's.
    await peers.callFor(restMs);
    const before = await peers.callFor(restMs);
    const rest = (await ask(server.child)) as Strain;
    const env = { ATTACK: attack.name, PORT: `${port}` };
    attacker = (await startProgram(new URL('attacker-process.ts', import.meta.url), env)).child;
    const during = await peers.callFor(attackMs);
    const { stallMs, rss } = (await ask(server.child)) as Strain;
    const cut = (await ask(attacker)) as number;
    const after = await peers.callFor(restMs);
    return { before, during, after, stallMs, grownBytes: rss - rest.rss, cut };
  } finally {
    peers.close();
    await Promise.all([server.child, attacker].map((child) => child && endProgram(child)));
  }
}

function ask(child: ChildProcess): Promise<unknown> {
  const answer = nextMessage(child);
  child.send('?');
  return answer;
}
