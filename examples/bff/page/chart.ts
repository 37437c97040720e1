import uPlot from 'uplot';
import { themed } from './palette.js';

const SECONDS = 60;

export interface ChartSeries {
  readonly label: string;
  readonly color: string;
  /** Fills the area below. */
  readonly filled: boolean;
}

/** A minute of figures, the newest on the right; rebuilt when its series or the theme change. */
export class Chart {
  readonly #host: HTMLElement;
  readonly #unit: string;
  #plot: uPlot | undefined;
  #shape = '';

  constructor(host: HTMLElement, unit: string) {
    this.#host = host;
    this.#unit = unit;
    new ResizeObserver(() => this.#plot?.setSize(this.#size())).observe(host);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
      this.#shape = '';
    });
  }

  draw(times: number[], series: readonly ChartSeries[], values: readonly (number | null)[][]): void {
    const shape = JSON.stringify(series);
    const data = [times, ...values] as uPlot.AlignedData;
    if (this.#plot && shape === this.#shape) {
      this.#plot.setData(data);
      return;
    }
    this.#plot?.destroy();
    this.#shape = shape;
    this.#plot = new uPlot(this.#options(series), data, this.#host);
  }

  #options(series: readonly ChartSeries[]): uPlot.Options {
    const font = '12px system-ui, sans-serif';
    const axis = { stroke: themed('--soft'), font, ticks: { show: false } };
    const grid = { stroke: themed('--grid'), width: 1 };
    return {
      ...this.#size(),
      legend: { show: false },
      cursor: { show: false },
      scales: {
        x: { time: false, range: [-SECONDS, 0] },
        y: { range: (_plot, _min, max) => [0, Math.max(1, (max || 0) * 1.15)] },
      },
      axes: [
        {
          ...axis,
          grid: { show: false },
          splits: () => [-60, -45, -30, -15, 0],
          values: (_plot, splits) => splits.map((second) => (second === 0 ? 'now' : `${second} s`)),
          size: 26,
        },
        { ...axis, grid, size: 44, space: 36, values: (_plot, splits) => splits.map((value) => String(value)) },
      ],
      series: [
        {},
        ...series.map(({ label, color, filled }) => ({
          label: `${label}, ${this.#unit}`,
          stroke: filled ? themed('--panel') : color,
          width: filled ? 1 : 2,
          points: { show: false },
          ...(filled && { fill: color }),
        })),
      ],
    };
  }

  #size(): { width: number; height: number } {
    const { clientWidth, clientHeight } = this.#host;
    return { width: Math.max(120, clientWidth), height: Math.max(80, clientHeight) };
  }
}
