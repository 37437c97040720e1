import type { ChildProcess } from 'node:child_process';
import { startMeasured } from '../processes.js';
import type { ServerSubjectName } from './subjects.js';

export interface RunningServer {
  readonly child: ChildProcess;
  readonly port: number;
}

/** A server in a process of its own. */
export async function startServer(subject: ServerSubjectName, host = '127.0.0.1'): Promise<RunningServer> {
  const env = { SUBJECT: subject, HOST: host };
  const { child, greeting } = await startMeasured(new URL('server-process.ts', import.meta.url), env);
  return { child, port: greeting as number };
}
