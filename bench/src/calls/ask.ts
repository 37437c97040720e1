import type { ChildProcess } from 'node:child_process';
import { nextMessage } from '../processes.js';
import type { Shares } from '../profile/shares.js';
import type { Round, Workload } from './workload.js';

/** What can be measured of a client while it plays a workload. */
export interface Measured {
  readonly round: Round;
  /** Bytes per call. */
  readonly allocation: number;
  readonly profile: Shares;
}

/** Has a client's process play a workload and tell what was measured. */
export async function measureIn<Kind extends keyof Measured>(
  child: ChildProcess,
  kind: Kind,
  workload: Workload,
): Promise<Measured[Kind]> {
  const reply = nextMessage(child);
  child.send({ kind, workload });
  const { result, error } = (await reply) as { result: Measured[Kind]; error?: string };
  if (error) throw new Error(error);
  return result;
}
