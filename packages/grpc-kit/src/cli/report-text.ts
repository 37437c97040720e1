import type { BackendReport, CheckReport, PeerCertificate } from './report.js';

/** The report for people. */
export function reportText({ target, backends, advice, resolvedMs }: CheckReport): string {
  const resolved = resolvedMs === undefined ? '' : `, resolved in ${ms(resolvedMs)}`;
  const head = backends.length > 0 ? [`${target}: ${count(backends.length, 'backend')}${resolved}`, ''] : [];
  const width = Math.max(0, ...backends.map(({ address }) => address.length));
  const lines = backends.flatMap((backend) => backendLines(backend, width));
  const told = advice.map(({ level, text }) => `${level}: ${text}`);
  return [
    ...head,
    ...lines,
    ...(lines.length > 0 ? [''] : []),
    ...told,
    ...(told.length > 0 && lines.length > 0 ? [''] : []),
    verdict(backends, advice),
    '',
  ].join('\n');
}

function backendLines(backend: BackendReport, width: number): string[] {
  const { address, zone, problem, health, connectMs, roundTripMs, certificate } = backend;
  const facts = [
    health,
    zone && `zone ${zone}`,
    connectMs !== undefined && `connected in ${ms(connectMs)}`,
    roundTripMs !== undefined && `round trip ${ms(roundTripMs)}`,
  ].filter(Boolean);
  const indent = ' '.repeat(width + 10);
  return [
    `  ${address.padEnd(width)}  ${problem === undefined ? 'ok  ' : 'FAIL'}  ${problem ?? facts.join(', ')}`,
    ...(problem !== undefined && facts.length > 0 ? [`${indent}${facts.join(', ')}`] : []),
    ...(certificate ? [`${indent}${certificateText(certificate)}`] : []),
  ];
}

function certificateText({ subject, issuer, names, validTo, daysLeft }: PeerCertificate): string {
  const scope = names.length > 0 ? ` for ${names.map(withoutKind).join(', ')}` : '';
  return `certificate ${subject}${scope}, by ${issuer}, until ${validTo.slice(0, 10)} (${count(daysLeft, 'day')})`;
}

/** `DNS:greeter` and `IP Address:10.0.0.1` speak for themselves. */
function withoutKind(name: string): string {
  return name.replace(/^(DNS|IP Address):/, '');
}

function verdict(backends: CheckReport['backends'], advice: CheckReport['advice']): string {
  if (backends.length === 0) return 'no backend was found';
  const failed = backends.filter(({ problem }) => problem !== undefined).length;
  if (failed > 0) return `${failed} of ${count(backends.length, 'backend')} cannot be used`;
  return advice.some(({ level }) => level === 'error') ? 'calls to this target cannot be balanced' : 'all is well';
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function ms(duration: number): string {
  return `${duration < 10 ? duration.toFixed(1) : duration.toFixed(0)} ms`;
}
