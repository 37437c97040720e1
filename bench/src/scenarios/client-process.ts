// A client under test in a process of its own, driven over IPC.
import { burst, SteadyLoad } from './load.js';
import type { Reply, Request, Usage } from './protocol.js';
import { kitSubject } from './subjects/kit.js';
import { niceSubject } from './subjects/nice.js';
import { plainSubject } from './subjects/plain.js';
import type { SubjectClient } from './subjects/subject.js';

const subjects = { kit: kitSubject, plain: plainSubject, nice: niceSubject };

let client: SubjectClient | undefined;
let load: SteadyLoad | undefined;
let streams: Promise<number>[] = [];

function opened(): SubjectClient {
  if (!client) throw new Error('open a client first');
  return client;
}

async function answer(request: Request): Promise<unknown> {
  switch (request.do) {
    case 'open':
      client = subjects[request.subject](request.options);
      return undefined;
    case 'ready':
      return opened().ready(request.timeoutMs);
    case 'burst':
      if (request.cold) await opened().ready(15_000);
      return burst(opened(), request.calls, request.concurrency, request.deadlineMs);
    case 'start':
      load = new SteadyLoad(opened(), request.rps, request.deadlineMs);
      return undefined;
    case 'stop':
      return (await load?.stop()) ?? [];
    case 'streams':
      streams = Array.from({ length: request.count }, () => opened().watch());
      return undefined;
    case 'streamsEnded':
      return Promise.all(streams);
    case 'usage': {
      const { user, system } = process.cpuUsage();
      return { cpuMicros: user + system, rss: process.memoryUsage.rss() } satisfies Usage;
    }
  }
}

process.on('message', (request: Request) => {
  answer(request).then(
    (value) => process.send?.({ ok: true, value } satisfies Reply),
    (error: Error) => process.send?.({ ok: false, error: error.message } satisfies Reply),
  );
});
process.on('disconnect', () => process.exit(0));
process.send?.('started');
