import type { PhaseResult } from './phase.js';
import type { Verdict } from './verdict.js';

const COLUMNS = `${'phase'.padEnd(34)}${'calls'.padStart(7)}${'failed'.padStart(8)}${'p50'.padStart(11)}${'p99'.padStart(11)}   share per server`;

/** Tells the story on a stream: with a moving line on a terminal, in plain lines elsewhere. */
export class Narrator {
  readonly #out: NodeJS.WriteStream;
  #status = '';

  constructor(out: NodeJS.WriteStream) {
    this.#out = out;
  }

  say(text = ''): void {
    this.#clear();
    this.#out.write(`${text}\n`);
  }

  /** Replaces the moving line; shown on terminals only. */
  progress(text: string): void {
    if (!this.#out.isTTY) return;
    const line = text.slice(0, (this.#out.columns || 80) - 1);
    if (line === this.#status) return;
    this.#clear();
    this.#out.write(this.#dim(line));
    this.#status = line;
  }

  heading(): void {
    this.say(this.#dim(COLUMNS));
  }

  phase(result: PhaseResult): void {
    const { name, calls, failures, p50Ms, p99Ms, newBackends, reasons } = result;
    const count = String(failures).padStart(8);
    this.say(
      `${name.padEnd(34)}${String(calls).padStart(7)}${failures > 0 ? this.#red(count) : count}` +
        `${`${p50Ms.toFixed(1)} ms`.padStart(11)}${`${p99Ms.toFixed(1)} ms`.padStart(11)}   ${shares(result)}`,
    );
    const seen = newBackends.flatMap(({ address, firstCallAfterMs: ms }) =>
      ms === null ? [] : [`${shortName(address)} ${(ms / 1000).toFixed(2)} s`],
    );
    const unseen = newBackends.flatMap(({ address, firstCallAfterMs: ms }) =>
      ms === null ? [shortName(address)] : [],
    );
    if (seen.length > 0) this.say(this.#dim(`  first call after the DNS record: ${seen.join(', ')}`));
    if (unseen.length > 0) this.say(this.#red(`  no call at all: ${unseen.join(', ')}`));
    for (const [reason, times] of Object.entries(reasons).slice(0, 3))
      this.say(this.#red(`  ${times} × ${cut(reason, 110)}`));
  }

  verdict({ ok, complaints }: Verdict, phases: readonly PhaseResult[]): void {
    const calls = phases.reduce((sum, phase) => sum + phase.calls, 0);
    const failures = phases.reduce((sum, phase) => sum + phase.failures, 0);
    this.say();
    for (const complaint of complaints) this.say(this.#red(`✗ ${complaint}`));
    const summary = `${calls} calls, ${failures} failed; ${ok ? 'every new server got its calls' : `${complaints.length} complaints`}`;
    this.say(ok ? this.#green(`✓ ${summary}`) : this.#red(`✗ ${summary}`));
  }

  #clear(): void {
    if (this.#status !== '') this.#out.write('\r\u001b[K');
    this.#status = '';
  }

  #dim(text: string): string {
    return this.#style(text, '2');
  }

  #red(text: string): string {
    return this.#style(text, '31');
  }

  #green(text: string): string {
    return this.#style(text, '32');
  }

  #style(text: string, code: string): string {
    return this.#out.isTTY && !process.env['NO_COLOR'] ? `\u001b[${code}m${text}\u001b[0m` : text;
  }
}

function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}

/** `.2 50 %, .3 50 %`: the last part of each address, for they differ in nothing else. */
function shares({ byBackend, calls }: PhaseResult): string {
  const entries = Object.entries(byBackend).sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }));
  const shown = entries.map(([address, count]) => `${shortName(address)} ${((count / calls) * 100).toFixed(0)} %`);
  return shown.length > 8 ? `${shown.length} servers` : shown.join('  ');
}

function shortName(address: string): string {
  const [host = '', port = ''] = address.split(':');
  return host === '127.0.0.1' ? `:${port}` : `.${host.split('.').at(-1)}`;
}
