import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { failures } from '../records.js';
import type { Outcome, Scenario } from '../scenario.js';
import { Stage } from '../stage.js';
import type { SubjectName } from '../subjects/subject.js';

const COUNT = 1000;
const addresses = Array.from({ length: COUNT }, (_, index) => `127.1.${index >> 8}.${index & 255 || 250}`);

export const crowd: Scenario = {
  number: 15,
  title: '1,000 backends in DNS, one client',
  goal: 'first call ≤ 1 s',
  async run(subjects) {
    const outcomes = new Map<SubjectName, Outcome>();
    for (const subject of subjects) {
      const whole = await meet(subject);
      // Only the kit can be told to connect to some of them.
      const subset = subject === 'kit' ? await meet(subject, 20) : undefined;
      outcomes.set(subject, {
        reached: whole.firstMs <= 1000 && whole.failed === 0 && (subset?.firstMs ?? 0) <= 1000,
        seen: `first call ${whole.firstMs.toFixed(0)} ms, ${whole.connections} connections, ${whole.rssMb.toFixed(0)} MB${subset ? `; subset of 20: ${subset.firstMs.toFixed(0)} ms, ${subset.connections} connections, ${subset.rssMb.toFixed(0)} MB` : ''}`,
        figures: {
          ...whole,
          ...(subset
            ? { subsetFirstMs: subset.firstMs, subsetConnections: subset.connections, subsetRssMb: subset.rssMb }
            : {}),
        },
      });
    }
    return outcomes;
  },
};

async function meet(subject: SubjectName, subsetSize?: number) {
  await using stage = await Stage.open();
  stage.publish(addresses);
  // One process on the wildcard address stands for all of them: 127.0.0.0/8 is all loopback.
  await stage.start(['0.0.0.0']);
  const client = await stage.client(subject, subsetSize === undefined ? {} : { subsetSize });
  const [first] = await client.burst(1, 1);
  const rest = await client.burst(2000, 10);
  await delay(5000);
  const { rss } = await client.usage();
  return {
    firstMs: first?.ms ?? Number.POSITIVE_INFINITY,
    failed: failures(rest) + (first?.code === 0 ? 0 : 1),
    connections: establishedTo(stage.port),
    rssMb: rss / 2 ** 20,
  };
}

/** Established connections on this machine whose local port is this one, from /proc/net/tcp and tcp6. */
function establishedTo(port: number): number {
  const local = new RegExp(
    `^\\s*\\d+: [0-9A-F]+:${port.toString(16).toUpperCase().padStart(4, '0')} [0-9A-F]+:[0-9A-F]+ 01 `,
  );
  return ['/proc/net/tcp', '/proc/net/tcp6']
    .flatMap((file) => readFileSync(file, 'latin1').split('\n'))
    .filter((line) => local.test(line)).length;
}
