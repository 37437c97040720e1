import type { MetricInfo } from './catalogue.js';
import { type LabelValues, type MetricValue, sample } from './registry.js';

/** Numbers by label values, for what does not happen on every call. */
export class CounterTable {
  readonly #info: MetricInfo;
  readonly #cells = new Map<string, { readonly labels: LabelValues; value: number }>();

  constructor(info: MetricInfo) {
    this.#info = info;
  }

  add(amount: number, ...labels: LabelValues): void {
    const key = labels.join('\0');
    const cell = this.#cells.get(key);
    if (cell) cell.value += amount;
    else this.#cells.set(key, { labels, value: amount });
  }

  collect(): MetricValue[] {
    return [...this.#cells.values()].map(({ labels, value }) => sample(this.#info, labels, value));
  }

  reset(): void {
    for (const cell of this.#cells.values()) cell.value = 0;
  }
}
