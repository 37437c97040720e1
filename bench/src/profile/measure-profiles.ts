import { measureIn } from '../calls/ask.js';
import { startClient } from '../calls/measure-calls.js';
import type { SubjectName } from '../calls/subjects/index.js';
import type { Workload } from '../calls/workload.js';
import { endProgram, nextMessage } from '../processes.js';
import { startServer } from '../server/start-server.js';
import type { ServerSubjectName } from '../server/subjects.js';
import type { Owner, Shares } from './shares.js';

const workload = { name: 'profile', kind: 'unary', bytes: 128, inFlight: 64, count: 10_000 } as const;
const large = { name: 'profile, 64 kB', kind: 'unary', bytes: 65_536, inFlight: 64, count: 2_000 } as const;

const clients: readonly SubjectName[] = [
  'node:http2',
  'grpc-js',
  'kit native()',
  'kit client(), everything on',
  'nice-grpc',
];
const clientsOfLarge: readonly SubjectName[] = ['node:http2', 'grpc-js', 'kit client(), everything on'];
const servers: readonly ServerSubjectName[] = ['grpc-js Server', 'kit createServer(), metrics and logging'];

/** Where the time goes in each process, after a first round of the same for the compiler. */
export async function measureProfiles(): Promise<ReadonlyMap<string, Shares>> {
  const profiles = new Map<string, Shares>();
  for (const server of servers) profiles.set(server, await profileOfServer(server));
  for (const client of clients) profiles.set(client, await profileOfClient(client));
  for (const client of clientsOfLarge) profiles.set(`${client}, 64 kB`, await profileOfClient(client, large));
  return profiles;
}

/** The profile of a client that makes a fixed number of calls, small ones unless told otherwise. */
export async function profileOfClient(subject: SubjectName, played: Workload = workload): Promise<Shares> {
  const server = await startServer('grpc-js Server, channelz off');
  const client = await startClient(subject, `127.0.0.1:${server.port}`);
  try {
    await measureIn(client, 'round', played);
    return await measureIn(client, 'profile', played);
  } finally {
    await Promise.all([endProgram(client), endProgram(server.child)]);
  }
}

/** The profile of a server that is asked the same by the cheapest client. */
async function profileOfServer(subject: ServerSubjectName): Promise<Shares> {
  const { child, port } = await startServer(subject);
  const client = await startClient('node:http2', `127.0.0.1:${port}`);
  try {
    await measureIn(client, 'round', workload);
    child.send('profile');
    await nextMessage(child);
    await measureIn(client, 'round', workload);
    child.send('shares');
    return (await nextMessage(child)) as Shares;
  } finally {
    await Promise.all([endProgram(client), endProgram(child)]);
  }
}

const OWNERS: readonly Owner[] = ['garbage collection', 'native code', 'node', 'grpc-js', 'kit', 'others'];
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

export function profileTables(profiles: ReadonlyMap<string, Shares>): string {
  const kits = [...profiles].filter(([, { kit }]) => kit.length > 0);
  return [
    `| process | ${OWNERS.join(' | ')} |`,
    `|---|${OWNERS.map(() => '---|').join('')}`,
    ...[...profiles].map(
      ([name, { owners }]) => `| ${name} | ${OWNERS.map((owner) => percent(owners[owner])).join(' | ')} |`,
    ),
    ...kits.flatMap(([name, { kit }]) => [
      '',
      `The kit's dearest functions in ${name}: ${kit.map((one) => `\`${one.name}\` ${percent(one.share)}`).join(', ')}.`,
    ]),
  ].join('\n');
}
