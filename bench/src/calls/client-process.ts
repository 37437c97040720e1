// One client under measurement in a process of its own: SUBJECT, ADDRESS; workloads come over IPC.
import { measure, measureAllocation } from './measure.js';
import { type SubjectName, subjects } from './subjects/index.js';
import type { Workload } from './workload.js';

const { SUBJECT = '', ADDRESS = '' } = process.env;
const subject = await subjects[SUBJECT as SubjectName](ADDRESS);

process.on('message', async ({ workload, allocation }: { workload: Workload; allocation: boolean }) => {
  try {
    const round = allocation ? await measureAllocation(subject, workload) : await measure(subject, workload);
    process.send?.({ round });
  } catch (error) {
    process.send?.({ error: `${SUBJECT}, ${workload.name}: ${(error as Error).message}` });
  }
});
process.on('disconnect', () => process.exit(0));
process.send?.('open');
