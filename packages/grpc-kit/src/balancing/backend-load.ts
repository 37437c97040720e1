/** A report is believed after the backend has sent some for this long, in ms (`blackout_period` of gRFC A58). */
const BLACKOUT_MS = 10_000;
/** A report is forgotten after this long, in ms (`weight_expiration_period`). */
const EXPIRATION_MS = 180_000;
/** How much errors weigh (`error_utilization_penalty`). */
const ERROR_PENALTY = 1;

/** What a backend reports of itself with the trailers of a call (gRFC A51, `xds.data.orca.v3.OrcaLoadReport`). */
export interface LoadReport {
  readonly cpuUtilization: number;
  readonly applicationUtilization: number;
  readonly queriesPerSecond: number;
  readonly errorsPerSecond: number;
}

/** The load of one backend, and the weight that it earns. */
export class BackendLoad {
  #weight = 0;
  #firstAt = 0;
  #lastAt = Number.NEGATIVE_INFINITY;

  report({ cpuUtilization, applicationUtilization, queriesPerSecond, errorsPerSecond }: LoadReport, now: number): void {
    const utilization = applicationUtilization > 0 ? applicationUtilization : cpuUtilization;
    if (!(utilization > 0) || !(queriesPerSecond > 0)) return;
    if (now - this.#lastAt > EXPIRATION_MS) this.#firstAt = now;
    this.#lastAt = now;
    const penalty = errorsPerSecond > 0 ? (errorsPerSecond / queriesPerSecond) * ERROR_PENALTY : 0;
    this.#weight = queriesPerSecond / (utilization + penalty);
  }

  /** Undefined while it is not known well enough. */
  weight(now: number): number | undefined {
    if (this.#weight === 0 || now - this.#lastAt > EXPIRATION_MS || now - this.#firstAt < BLACKOUT_MS) return undefined;
    return this.#weight;
  }
}

const FIELDS: Readonly<Record<number, keyof LoadReport>> = {
  1: 'cpuUtilization',
  6: 'queriesPerSecond',
  7: 'errorsPerSecond',
  9: 'applicationUtilization',
};

/** The report in a `endpoint-load-metrics-bin` trailer; undefined when it cannot be read. */
export function loadReport(bytes: Buffer): LoadReport | undefined {
  const report = { cpuUtilization: 0, applicationUtilization: 0, queriesPerSecond: 0, errorsPerSecond: 0 };
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = bytes[at++];
      if (byte === undefined) return Number.NaN;
      if (shift < 28) value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    return Number.NaN;
  };
  while (at < bytes.length) {
    const tag = varint();
    const name = FIELDS[tag >>> 3];
    switch (tag & 7) {
      case 0:
        varint();
        break;
      case 1:
        if (at + 8 > bytes.length) return undefined;
        if (name) report[name] = bytes.readDoubleLE(at);
        at += 8;
        break;
      case 2: {
        const length = varint();
        at += length;
        break;
      }
      case 5:
        at += 4;
        break;
      default:
        return undefined;
    }
    if (!(at <= bytes.length)) return undefined;
  }
  return report;
}
