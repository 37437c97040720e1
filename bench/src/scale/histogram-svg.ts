interface Series {
  readonly label: string;
  readonly values: readonly number[];
}

export interface HistogramOptions {
  readonly title: string;
  readonly xLabel: string;
  readonly series: readonly Series[];
}

const [WIDTH, HEIGHT, MARGIN, BINS] = [720, 320, 48, 60];
// Four hues that differ in lightness too, legible on white and on black.
const COLOURS = ['#d97706', '#0d9488', '#2563eb', '#9333ea'];

/** Outlines of several histograms over one axis, each scaled to the share of its values per bin. */
export function histogramSvg({ title, xLabel, series }: HistogramOptions): string {
  const largest = Math.max(...series.map(({ values }) => Math.max(...values)));
  const limit = Math.ceil(largest * 2) / 2;
  const shares = series.map(({ values }) => binned(values, limit));
  const peak = Math.max(...shares.flat());
  const x = (value: number): number => MARGIN + (value / limit) * (WIDTH - 2 * MARGIN);
  const y = (share: number): number => HEIGHT - MARGIN - (share / peak) * (HEIGHT - 2 * MARGIN);
  const outlines = shares.map((bins, index) => {
    const points = bins
      .map((share, bin) => `${x(((bin + 0.5) / BINS) * limit).toFixed(1)},${y(share).toFixed(1)}`)
      .join(' ');
    return `<polyline points="${points}" fill="none" stroke="${COLOURS[index % COLOURS.length]}" stroke-width="2"/>`;
  });
  const legend = series.map(
    ({ label }, index) =>
      `<text x="${WIDTH - MARGIN}" y="${MARGIN + 18 * index}" text-anchor="end" fill="${COLOURS[index % COLOURS.length]}">${label}</text>`,
  );
  const ticks = Array.from({ length: limit * 2 + 1 }, (_, index) => index / 2).map(
    (value) => `<text x="${x(value).toFixed(1)}" y="${HEIGHT - MARGIN + 18}" text-anchor="middle">${value}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="system-ui, sans-serif" font-size="13" fill="#777">
<title>${title}</title>
<text x="${MARGIN}" y="24" font-size="15">${title}</text>
<line x1="${MARGIN}" y1="${HEIGHT - MARGIN}" x2="${WIDTH - MARGIN}" y2="${HEIGHT - MARGIN}" stroke="#999"/>
<line x1="${x(1).toFixed(1)}" y1="${MARGIN}" x2="${x(1).toFixed(1)}" y2="${HEIGHT - MARGIN}" stroke="#999" stroke-dasharray="3 4"/>
${outlines.join('\n')}
${legend.join('\n')}
${ticks.join('\n')}
<text x="${WIDTH / 2}" y="${HEIGHT - 8}" text-anchor="middle">${xLabel}</text>
</svg>
`;
}

/** The share of the values in each of the bins from 0 to the limit. */
function binned(values: readonly number[], limit: number): number[] {
  const bins = new Array<number>(BINS).fill(0);
  for (const value of values) {
    const bin = Math.min(BINS - 1, Math.floor((value / limit) * BINS));
    bins[bin] = (bins[bin] ?? 0) + 1 / values.length;
  }
  return bins;
}
