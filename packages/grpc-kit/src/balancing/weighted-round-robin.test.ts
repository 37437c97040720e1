import { describe, expect, test } from 'vitest';
import { BackendLoad, loadReport } from './backend-load.js';
import { LeastRequest, RoundRobin } from './pickers.js';
import type { Subchannel } from './subchannel.js';
import { WeightedRoundRobin } from './weighted-round-robin.js';

/** As much of a subchannel as pickers look at. */
function subchannel(weight?: number, inFlight = 0): Subchannel {
  return { load: { weight: () => weight }, backend: { inFlight } } as unknown as Subchannel;
}

function shares(picker: { pick(): Subchannel }, all: readonly Subchannel[], picks: number): number[] {
  const counts = new Map<Subchannel, number>();
  for (let pick = 0; pick < picks; pick++) {
    const picked = picker.pick();
    counts.set(picked, (counts.get(picked) ?? 0) + 1);
  }
  return all.map((each) => counts.get(each) ?? 0);
}

describe('pickers', () => {
  test('in proportion to the weights; one that is not known has the mean', () => {
    const all = [subchannel(100), subchannel(300), subchannel()];
    const [one = 0, three = 0, mean = 0] = shares(new WeightedRoundRobin(all), all, 6_000);
    expect(one / 1_000).toBeCloseTo(1, 1);
    expect(three / 1_000).toBeCloseTo(3, 1);
    expect(mean / 1_000).toBeCloseTo(2, 1);
  });

  test('without reports, each in turn', () => {
    const all = [subchannel(), subchannel()];
    expect(shares(new WeightedRoundRobin(all), all, 100)).toEqual([50, 50]);
  });

  test('a new round robin goes on where the one before it was', () => {
    const [a, b, c] = [subchannel(), subchannel(), subchannel()];
    const former = new RoundRobin([a, b, c]);
    former.pick();
    expect(new RoundRobin([c, b], former).pick()).toBe(b);
  });

  test('the less busy of two', () => {
    const [busy, free] = [subchannel(0, 5), subchannel(0, 1)];
    expect(shares(new LeastRequest([busy, free]), [busy, free], 50)).toEqual([0, 50]);
  });
});

describe('BackendLoad', () => {
  const report = { cpuUtilization: 0.5, applicationUtilization: 0, queriesPerSecond: 100, errorsPerSecond: 0 };

  test('is believed after ten seconds of reports, and forgotten after three minutes without', () => {
    const load = new BackendLoad();
    load.report(report, 0);
    expect(load.weight(9_999)).toBeUndefined();
    load.report(report, 9_000);
    expect(load.weight(10_000)).toBe(200);
    expect(load.weight(190_000)).toBeUndefined();
  });

  test('errors weigh, and the utilization of the application goes before that of the CPU', () => {
    const load = new BackendLoad();
    load.report({ ...report, applicationUtilization: 0.25, errorsPerSecond: 25 }, 0);
    expect(load.weight(10_000)).toBe(200);
  });

  test('reports are protobuf, with whatever else they hold; what is broken is none', () => {
    const double = (tag: number, value: number) => {
      const field = Buffer.alloc(9);
      field[0] = tag;
      field.writeDoubleLE(value, 1);
      return field;
    };
    const bytes = Buffer.concat([
      double(0x09, 0.5),
      Buffer.from([0x22, 2, 1, 2]),
      double(0x31, 100),
      double(0x49, 0.7),
    ]);
    expect(loadReport(bytes)).toEqual({
      cpuUtilization: 0.5,
      queriesPerSecond: 100,
      errorsPerSecond: 0,
      applicationUtilization: 0.7,
    });
    for (const broken of [bytes.subarray(0, 5), Buffer.from([0x22, 200]), Buffer.from([0xff])]) {
      expect(loadReport(broken)).toBeUndefined();
    }
  });
});
