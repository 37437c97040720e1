import { ConfigurationError } from './configuration-error.js';
import type { Variable } from './variable.js';

/** What a program can be told, by the name of its setting: `drainDelayMs` is read from `DRAIN_DELAY_MS`. */
export type Variables = Readonly<Record<string, Variable<unknown>>>;

/** The settings, read. */
export type Settings<V extends Variables> = { readonly [K in keyof V]: V[K] extends Variable<infer T> ? T : never };

/** The environment variable of a setting. */
export function variableName(setting: string): string {
  return setting.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}

/**
 * Reads and checks all settings at once. Names that are nearly one of them are refused: a pod's environment is full
 * of foreign variables, so a typo would otherwise pass unseen.
 * @throws ConfigurationError that names the variable, the value and what is allowed.
 */
export function readEnvironment<const V extends Variables>(
  variables: V,
  env: Readonly<Record<string, string | undefined>>,
): Settings<V> {
  const known = new Map(Object.entries(variables).map(([setting, variable]) => [variableName(setting), variable]));
  for (const name of Object.keys(env)) {
    const meant = known.has(name) ? undefined : [...known.keys()].find((candidate) => isTypo(name, candidate));
    if (meant) throw new ConfigurationError(`unknown variable ${name}: did you mean ${meant}?`);
  }
  const settings = Object.entries(variables).map(([setting, variable]) => {
    const name = variableName(setting);
    return [setting, read(name, variable, env[name])] as const;
  });
  return Object.fromEntries(settings) as Settings<V>;
}

/** The settings as the rows of a Markdown table. */
export function markdownTable(variables: Variables): string {
  const rows = Object.entries(variables).map(([setting, { about, fallback }]) => {
    const shown = fallback === undefined ? 'required' : fallback === '' ? '–' : `\`${fallback}\``;
    return `| \`${variableName(setting)}\` | ${shown} | ${about} |`;
  });
  return ['| variable | default | meaning |', '|---|---|---|', ...rows].join('\n');
}

function read(name: string, variable: Variable<unknown>, value: string | undefined): unknown {
  const text = value ?? variable.fallback;
  if (text === undefined) throw new ConfigurationError(`${name} is required: ${variable.about}`);
  try {
    return variable.parse(text.trim());
  } catch (error) {
    if (error instanceof ConfigurationError) throw new ConfigurationError(`${name} ${error.message}`);
    throw error;
  }
}

function isTypo(name: string, known: string): boolean {
  // Slips hardly ever hit the first letter, and SSL_CERT_FILE is not meant to be TLS_CERT_FILE.
  if (name[0] !== known[0]) return false;
  if (known.startsWith(`${name}_`) && name.includes('_')) return true;
  // Short names have innocent neighbours: POD_IPS beside POD_IP.
  if (known.length < 8) return name.length === known.length && distance(name, known) === 1;
  return distance(name, known) <= (known.length < 10 ? 1 : 2);
}

/** Edits that turn one text into the other; swapped neighbours count as one. */
function distance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1] ? 0 : 1;
      let least = Math.min(at(last, column) + 1, at(current, column - 1) + 1, at(last, column - 1) + same);
      if (a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        least = Math.min(least, at(beforeLast, column - 2) + 1);
      }
      current.push(least);
    }
    [beforeLast, last] = [last, current];
  }
  return at(last, b.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
