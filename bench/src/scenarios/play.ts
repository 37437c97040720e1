import type { ClientHandle } from './client-handle.js';
import type { CallRecord } from './records.js';
import type { Outcome } from './scenario.js';
import type { Stage } from './stage.js';
import type { SubjectName, SubjectOptions } from './subjects/subject.js';

/** Opens a client per subject and waits until each is ready. */
export async function openReady(
  stage: Stage,
  subjects: readonly SubjectName[],
  options: Partial<SubjectOptions> = {},
): Promise<ClientHandle[]> {
  const clients = await Promise.all(subjects.map((subject) => stage.client(subject, options)));
  await Promise.all(clients.map((client) => client.ready(15_000)));
  return clients;
}

export interface Load {
  readonly rps: number;
  readonly deadlineMs?: number;
}

/** Keeps every client under the same load while the story runs, then judges each by its records. */
export async function underLoad(
  clients: readonly ClientHandle[],
  { rps, deadlineMs = 10_000 }: Load,
  story: () => Promise<void>,
  judge: (records: readonly CallRecord[], client: ClientHandle) => Outcome | Promise<Outcome>,
): Promise<Map<SubjectName, Outcome>> {
  await Promise.all(clients.map((client) => client.start(rps, deadlineMs)));
  await story();
  const outcomes = new Map<SubjectName, Outcome>();
  for (const client of clients) outcomes.set(client.subject, await judge(await client.stop(), client));
  return outcomes;
}
