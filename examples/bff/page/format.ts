/** `12.3`, `123`: three digits say enough. */
export function short(value: number): string {
  return value >= 100 ? String(Math.round(value)) : value.toFixed(1);
}

export function milliseconds(value: number | null): string {
  return value === null ? '–' : `${short(value)} ms`;
}

export function percent(part: number): string {
  return `${(part * 100).toFixed(0)} %`;
}

export function clock(at: number): string {
  return new Date(at).toLocaleTimeString('en-GB');
}
