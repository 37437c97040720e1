import { GrpcKitError, quoted } from '../errors.js';
import type { XdsSupport } from './xds-support.js';

/** Stands in for xDS where there is none: xds targets become others, and everything else is refused. */
export function fallbackSupport(fallback: string): XdsSupport {
  let standsInFor: string | undefined;

  return {
    mode: 'fallback',
    resolveTarget(target, demands = {}): string {
      if (demands.tls) {
        throw new GrpcKitError(
          'ERR_XDS',
          `${quoted(target.text)} demands TLS from xDS, but this process has no xDS bootstrap and ${fallback} would go without it`,
        );
      }
      if (!fallback.includes('%s')) {
        standsInFor ??= target.text;
        if (standsInFor !== target.text) {
          throw new GrpcKitError(
            'ERR_XDS',
            `fallback ${quoted(fallback)} stands in for ${standsInFor} already, and ${quoted(target.text)} is another service; use %s for its name`,
          );
        }
      }
      return fallback.replaceAll('%s', () => target.path);
    },
    createChannel: () => refuse('channels'),
    createServer: () => refuse('servers'),
    explain: (target) => `${target} uses the fallback ${fallback}: this process has no xDS bootstrap`,
    resources: () => [],
    dump: () => ({ nodeId: '', resources: [] }),
  };
}

function refuse(what: string): never {
  throw new GrpcKitError('ERR_XDS', `no xDS ${what}: this process has no xDS bootstrap, only a fallback for clients`);
}
