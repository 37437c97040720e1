/** The middle, the least and the largest of some figures. */
export interface Summary {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

export function summary(values: readonly number[]): Summary {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? sorted[middle] : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
  return { median: median ?? Number.NaN, min: sorted[0] ?? Number.NaN, max: sorted.at(-1) ?? Number.NaN };
}

/** The median of the ratios a/b of rounds that ran next to each other: drift of the machine cancels out. */
export function pairedRatio(a: readonly number[], b: readonly number[]): Summary {
  return summary(a.map((value, index) => value / (b[index] ?? Number.NaN)));
}

/** The middle half of some figures. */
export function quartiles(values: readonly number[]): { lower: number; median: number; upper: number } {
  const sorted = [...values].sort((a, b) => a - b);
  return {
    lower: percentileOf(sorted, 0.25),
    median: summary(values).median,
    upper: percentileOf(sorted, 0.75),
  };
}

/** The value below which this part of the ascending figures lies. */
export function percentileOf(ascending: readonly number[], part: number): number {
  return ascending[Math.min(ascending.length - 1, Math.floor(ascending.length * part))] ?? Number.NaN;
}
