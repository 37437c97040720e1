import type { Finding, PodSecurityLevel, RuleVerdict } from '@org/caps';
import {
  CapabilitySet,
  evaluatePodSecurity,
  inspect as inspectPosture,
  type LevelResult,
  type Posture,
  suggestSecurityContext,
} from '@org/caps';
import { describeSet, presetNote } from './describe.js';
import { type Cell, formatRows, type Style, styled, type Terminal } from './terminal.js';

/** The options of `caps inspect`. */
export interface InspectCommand {
  readonly json: boolean;
  readonly suggest: boolean;
  readonly require: PodSecurityLevel | undefined;
  readonly pid: number | 'self';
}

/** What `caps inspect` prints, and whether what `--require` asks for is met. */
export function inspect(
  { json, suggest, require, pid }: InspectCommand,
  terminal: Terminal,
): { text: string; met: boolean } {
  const posture = inspectPosture({ pid });
  const podSecurity = evaluatePodSecurity(posture);
  const suggestion = suggestSecurityContext(posture);
  const met = require === undefined || podSecurity[require].verdict === 'consistent';
  if (json) return { met, text: `${JSON.stringify({ posture, podSecurity, suggestion }, null, 2)}\n` };
  if (suggest)
    return { met, text: suggestion.yaml + suggestion.warnings.map((warning) => `# check: ${warning}\n`).join('') };
  const levels = [podSecurity.baseline, podSecurity.restricted].map((level) => formatLevel(terminal, level));
  const hint = terminal.isTerminal && podSecurity.restricted.verdict !== 'consistent';
  const closing = hint ? '\ncaps inspect --suggest prints a manifest that meets restricted.\n' : '';
  return { met, text: [formatRows(terminal, factRows(posture)), ...levels, closing].join('') };
}

function factRows(posture: Posture): Cell[][] {
  const { identity, capabilities, namespaces, limits } = posture;
  const facts: Record<string, Finding<unknown>> = {
    uid: identity.uid,
    gid: identity.gid,
    ...capabilities,
    no_new_privs: posture.noNewPrivs,
    seccomp: posture.seccomp,
    ...Object.fromEntries(Object.entries(namespaces).map(([type, finding]) => [`${type} namespace`, finding])),
    'security module': posture.lsm,
    'read-only root': posture.readOnlyRoot,
    'writable mounts': posture.writableMounts,
    '/proc': posture.procMasking,
    'writable /sys': posture.writableSys,
    'service account token': posture.serviceAccountToken,
    'memory limit': limits.memoryBytes,
    'cpu limit': limits.cpus,
    'pids limit': limits.pids,
    privileged: posture.privileged,
  };
  return Object.entries(facts).map(([name, finding]) => [
    name,
    { text: shown(finding.value), style: finding.certainty === 'unknown' ? 'yellow' : undefined },
    finding.certainty,
    { text: evidence(finding), style: 'dim' },
  ]);
}

function shown(value: unknown): string {
  if (value instanceof CapabilitySet) {
    const said = describeSet(value);
    return said.length > 40 ? `${value.size} ${presetNote(value)}`.trimEnd() : said;
  }
  if (Array.isArray(value))
    return value.map((each) => (typeof each === 'object' ? each.path : each)).join(' ') || 'none';
  if (typeof value !== 'object' || value === null) return String(value);
  if ('state' in value) return String(value.state);
  if ('module' in value) return [...new Set(Object.values(value))].filter(Boolean).join(' ');
  return [...new Set(Object.values(value))].join(' ');
}

function evidence({ evidence, note }: Finding<unknown>): string {
  const [first] = evidence;
  const more = evidence.length > 1 ? ` (+${evidence.length - 1})` : '';
  return [first && `${first.file}: ${first.value}${more}`, note].filter(Boolean).join('; ');
}

const verdictStyles: Readonly<Record<RuleVerdict, Style>> = { violates: 'red', consistent: 'green', unknown: 'yellow' };

function formatLevel(terminal: Terminal, { level, verdict, rules }: LevelResult): string {
  const own = rules.filter((rule) => rule.level === level);
  const rows = own.map((rule): Cell[] => {
    const mark = { text: rule.verdict, style: rule.decidable ? verdictStyles[rule.verdict] : 'dim' } satisfies Cell;
    return terminal.isTerminal ? [`  ${rule.rule}`, mark, rule.reason] : [level, rule.rule, mark, rule.reason];
  });
  if (!terminal.isTerminal) return formatRows(terminal, [[level, verdict], ...rows]);
  const title = `${styled(terminal, 'bold', level)}: ${styled(terminal, verdictStyles[verdict], verdict)}`;
  return `\n${title}\n${formatRows(terminal, rows)}`;
}
