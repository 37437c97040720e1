import type { ClientHandle } from './client-handle.js';
import type { CallRecord } from './records.js';
import type { Outcome } from './scenario.js';
import { type Backends, Stage, type StageSetting } from './stage.js';
import type { SubjectName, SubjectOptions } from './subjects/subject.js';

interface Load {
  readonly rps: number;
  /** Default 10,000. */
  readonly deadlineMs?: number;
}

/** What a story moves. */
interface Cast<N extends number> extends Backends<N> {
  readonly stage: Stage;
  /** One for each subject, opened when it is first asked for. */
  clients(): Promise<readonly ClientHandle[]>;
  /** Keeps every client under the same load until the story ends. */
  load(load: Load): Promise<void>;
}

/** By what a client is judged. */
interface Evidence<N extends number, Told> extends Backends<N> {
  readonly client: ClientHandle;
  /** Its calls under the load. */
  readonly records: readonly CallRecord[];
  /** What the story returned. */
  readonly told: Told;
}

/** A stage, what happens on it, and what that says of a client. */
interface Play<N extends number, Told> extends StageSetting<N> {
  /** How the clients are opened. Default: they look up the stage's name. */
  readonly client?: Partial<SubjectOptions>;
  /** Whether clients are ready before anything is asked of them. Default true. */
  readonly ready?: boolean;
  /** Default: nothing happens. */
  story?(cast: Cast<N>): Promise<Told>;
  judge(evidence: Evidence<N, Told>): Outcome | Promise<Outcome>;
}

/** Puts every subject through the story at once, on one stage, then judges each. */
export async function play<const N extends number, Told>(
  subjects: readonly SubjectName[],
  { client: options, ready = true, story, judge, ...setting }: Play<N, Told>,
): Promise<Map<SubjectName, Outcome>> {
  await using stage = await Stage.open();
  const backends = await stage.set(setting);

  const open = async (): Promise<ClientHandle[]> => {
    const all = await Promise.all(subjects.map((subject) => stage.client(subject, options)));
    if (ready) await Promise.all(all.map((client) => client.ready(15_000)));
    return all;
  };
  let opened: ReturnType<typeof open> | undefined;
  const clients = () => {
    opened ??= open();
    return opened;
  };
  const load = async ({ rps, deadlineMs = 10_000 }: Load) => {
    await Promise.all((await clients()).map((client) => client.start(rps, deadlineMs)));
  };
  const told = (await story?.({ ...backends, stage, clients, load })) as Told;

  const outcomes = new Map<SubjectName, Outcome>();
  for (const client of await clients()) {
    outcomes.set(client.subject, await judge({ ...backends, client, records: await client.stop(), told }));
  }
  return outcomes;
}
