import { play } from '../play.js';
import { failures, shares, spread } from '../records.js';
import type { Outcome, Scenario } from '../scenario.js';
import { Stage } from '../stage.js';
import type { SubjectName } from '../subjects/subject.js';

export const fairness: Scenario = {
  number: 1,
  title: 'fairness: 4 backends, 4,000 calls, one at a time and 100 at a time',
  goal: 'max/min ≤ 1.02',
  run: (subjects) =>
    play(subjects, {
      backends: 4,
      async judge({ client, hosts }) {
        const sequential = await client.burst(2000, 1);
        const concurrent = await client.burst(2000, 100);
        const [one, many] = [spread(sequential, hosts), spread(concurrent, hosts)];
        const failed = failures(sequential) + failures(concurrent);
        return {
          reached: one <= 1.02 && many <= 1.02 && failed === 0,
          seen: `max/min ${one.toFixed(2)} and ${many.toFixed(2)}`,
          figures: { sequential: one, concurrent: many, failed },
        };
      },
    }),
};

export const coldBurst: Scenario = {
  number: 2,
  title: 'cold burst: 400 calls at once right after ready, 4 backends',
  goal: '100 each (±2)',
  async run(subjects) {
    await using stage = await Stage.open();
    const { hosts } = await stage.set({ backends: 4 });
    const outcomes = new Map<SubjectName, Outcome>();
    for (const subject of subjects) {
      const client = await stage.client(subject);
      const records = await client.coldBurst(400);
      const counts = shares(records);
      const each = hosts.map((host) => counts.get(host) ?? 0);
      outcomes.set(subject, {
        reached: each.every((count) => Math.abs(count - 100) <= 2),
        seen: each.join('/'),
        figures: { smallest: Math.min(...each), largest: Math.max(...each), failed: failures(records) },
      });
    }
    return outcomes;
  },
};
