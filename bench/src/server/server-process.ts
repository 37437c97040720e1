// One server under measurement in a process of its own: SUBJECT, HOST; what is asked of it comes over IPC.
import { profiled } from '../profile/profiled.js';
import { type Shares, sharesOf } from '../profile/shares.js';
import { type ServerSubjectName, serverSubjects } from './subjects.js';

const { SUBJECT = '', HOST = '127.0.0.1' } = process.env;
const port = await serverSubjects[SUBJECT as ServerSubjectName](HOST);
let stopProfile: (() => Promise<Shares>) | undefined;

/** What each question is answered with. */
const answers = {
  cpu: () => {
    const { user, system } = process.cpuUsage();
    return user + system;
  },
  profile: () => {
    let finished: () => void = () => undefined;
    const profile = profiled(() => new Promise<void>((resolve) => (finished = resolve)));
    stopProfile = async () => {
      finished();
      return sharesOf(await profile);
    };
    return 'started';
  },
  shares: () => stopProfile?.(),
};

process.on('message', async (question: keyof typeof answers) => process.send?.(await answers[question]()));
process.on('disconnect', () => process.exit(0));
process.send?.(port);
