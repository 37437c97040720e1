/** One field of a manifest, its value, and why. */
export interface Setting {
  readonly field: string;
  readonly value: unknown;
  readonly why: string;
}

/** A pod spec of these settings as YAML, each with its reason as a comment. */
export function toYaml(pod: readonly Setting[], container: readonly Setting[], containerName: string): string {
  const rows = [
    ['spec:'],
    ...pod.map((setting) => row('  ', setting)),
    ['  containers:'],
    [
      `    - name: ${/^[a-z]([a-z0-9-]*[a-z0-9])?$/.test(containerName) ? containerName : JSON.stringify(containerName)}`,
    ],
    ['      securityContext:'],
    ...container.map((setting) => row('        ', setting)),
  ];
  const width = Math.max(...rows.map(([text = '']) => text.length));
  return `${rows.map(([text = '', why]) => (why ? `${text.padEnd(width)}  # ${why}` : text)).join('\n')}\n`;
}

function row(indent: string, { field, value, why }: Setting): string[] {
  return [`${indent}${field}: ${flow(value)}`, why];
}

// Flow style, which is JSON but for the quotes around keys.
function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return typeof value === 'string' ? scalar(value) : String(value);
  return `{ ${Object.entries(value)
    .map(([key, each]) => `${key}: ${flow(each)}`)
    .join(', ')} }`;
}

function scalar(text: string): string {
  return /^[A-Z][A-Za-z]+$/.test(text) && text !== 'ALL' ? text : JSON.stringify(text);
}
