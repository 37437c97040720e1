import type { XdsResource } from '../xds/config-dump.js';
import { askHealth } from './ask-health.js';
import type { CheckOptions } from './check-options.js';
import type { Advice, CheckReport } from './report.js';

/** Asks the control plane of this process, and then whatever backend it leads to. */
export async function checkXds({ target, tls, service, timeoutMs }: CheckOptions): Promise<CheckReport> {
  const { loadXds } = await import('../xds/index.js');
  const xds = await loadXds({ signal: AbortSignal.timeout(timeoutMs) });
  const { health, problem } = await askHealth(target.text, { service, tls, timeoutMs, xds });
  const missing = problem === undefined ? '' : xds.explain(target.text);
  const backend = {
    address: target.path,
    health,
    ...(problem && { problem: [problem, missing].filter(Boolean).join('; ') }),
  };
  return {
    target: target.text,
    ok: problem === undefined,
    backends: [backend],
    advice: xds.resources(target.text).flatMap((resource) => [told(resource), ...ignored(resource)]),
  };
}

function ignored({ kind, name, ignored: fields = [] }: XdsResource): Advice[] {
  return fields.map((field) => ({ level: 'warning', text: `${kind} ${name}: ${field} is ignored by gRPC clients` }));
}

function told({ kind, name, status, version, error }: XdsResource): Advice {
  return {
    level: status === 'ACKED' ? 'note' : 'error',
    text: `${kind} ${name}: ${status}${version && ` at version ${version}`}${error ? `, ${error}` : ''}`,
  };
}
