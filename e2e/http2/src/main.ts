// The HTTP/2 of @org/grpc-kit against implementations and judges that others wrote: npm run e2e:http2
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type Block, decodeAll, generateBlocks, linesToDecode, linesToEncode, randomNumbers, words } from './blocks.js';
import { echoServer } from './echo-server.js';
import { goHpack, h2spec, type Peer, pythonHpack } from './peers.js';

const BLOCKS = 100_000;
const SEED = Number(process.env['SEED'] ?? Date.now() % 2 ** 32);
const total = { passed: 0, failed: 0, skipped: 0 };

async function shown(
  name: string,
  peer: Peer,
  check: (command: readonly string[]) => Promise<string[]>,
): Promise<void> {
  if ('skipped' in peer) {
    total.skipped++;
    console.log(`  SKIPPED ${name}: ${peer.skipped}`);
    return;
  }
  const faults = await check(peer.command);
  total[faults.length === 0 ? 'passed' : 'failed']++;
  console.log(`  ${faults.length === 0 ? 'ok    ' : 'FAILED'} ${[name, ...faults.slice(0, 20)].join('\n         ')}`);
}

/** What the peer answers to these lines. */
function ask([program = '', ...args]: readonly string[], lines: readonly string[]): string[] {
  const { stdout, stderr, status } = spawnSync(program, args, {
    input: `${lines.join('\n')}\n`,
    maxBuffer: 2 ** 30,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${stderr}`);
  return stdout.trimEnd().split('\n');
}

function differences(expected: readonly string[], seen: readonly string[]): string[] {
  if (seen.length !== expected.length) return [`${seen.length} answers to ${expected.length} lines: ${seen.at(-1)}`];
  return expected.flatMap((line, at) => (line === seen[at] ? [] : [`block ${at}: ${seen[at]} in place of ${line}`]));
}

const blocks: Block[] = generateBlocks(BLOCKS, randomNumbers(SEED));
const lists = blocks.map(({ fields }) => words(fields));

console.log(`HPACK, ${BLOCKS} header blocks (SEED=${SEED})`);
for (const [name, peer] of [
  ['golang.org/x/net/http2/hpack', goHpack()],
  ['python-hyper/hpack', pythonHpack()],
] as const) {
  await shown(`${name} decodes what we encode`, peer, async (command) =>
    differences(lists, ask(command, linesToDecode(blocks))),
  );
  await shown(`we decode what ${name} encodes`, peer, async (command) =>
    differences(lists, decodeAll(ask(command, linesToEncode(blocks)))),
  );
}

console.log('HTTP/2, h2spec in strict mode');
await shown('every case of generic, http2 and hpack', h2spec(), async ([program = '']) => {
  const server = echoServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const run = spawn(program, ['-S', '-o', '5', '-h', '127.0.0.1', '-p', `${port}`]);
  let text = '';
  run.stdout.on('data', (chunk) => {
    text += chunk;
  });
  const [code] = await once(run, 'close');
  server.close();
  console.log(`         ${text.trim().split('\n').at(-1)}`);
  if (code === 0 && / 0 failed/.test(text)) return [];
  return text.split('\n').filter((line) => /×|Expected|Actual/.test(line));
});

console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 ? 1 : 0;
