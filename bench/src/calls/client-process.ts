// One client under measurement in a process of its own: SUBJECT, ADDRESS; workloads come over IPC.
import { profiled } from '../profile/profiled.js';
import { sharesOf } from '../profile/shares.js';
import type { Measured } from './ask.js';
import { measure, measureAllocation, play } from './measure.js';
import { type SubjectName, subjects } from './subjects/index.js';
import type { Workload } from './workload.js';

const { SUBJECT = '', ADDRESS = '' } = process.env;
const subject = await subjects[SUBJECT as SubjectName](ADDRESS);

const kinds: { [Kind in keyof Measured]: (workload: Workload) => Promise<Measured[Kind]> } = {
  round: (workload) => measure(subject, workload),
  allocation: (workload) => measureAllocation(subject, workload),
  profile: async (workload) => sharesOf(await profiled(() => play(subject, workload))),
};

process.on('message', async ({ kind, workload }: { kind: keyof Measured; workload: Workload }) => {
  try {
    process.send?.({ result: await kinds[kind](workload) });
  } catch (error) {
    process.send?.({ error: `${SUBJECT}, ${workload.name}: ${(error as Error).message}` });
  }
});
process.on('disconnect', () => process.exit(0));
process.send?.('open');
