import type { KitEvent, Logger, Observer } from '../observe/observer.js';

const DRAIN_MESSAGES: Readonly<Record<(KitEvent & { kind: 'drain' })['phase'], string>> = {
  not_serving: 'leaving: NOT_SERVING, still taking calls',
  closing: 'leaving: no new calls, finishing those in hand',
  forced: 'leaving: not waiting any longer, cutting what is left',
  closed: 'left',
};

/** Writes what happens to a server beside its calls. */
export function serverEventLog(logger: Logger): Observer {
  return {
    event: (event) => {
      switch (event.kind) {
        case 'drain': {
          const { kind, phase, ...progress } = event;
          logger[phase === 'forced' ? 'warn' : 'info']({ [kind]: phase, ...progress }, DRAIN_MESSAGES[phase]);
          break;
        }
        case 'tls_reloaded':
          logger.info({ serial: event.serial }, 'server certificate was read again');
          break;
        case 'tls_rejected':
          logger.error({ err: event.error }, `server certificates are kept as they were: ${event.error.message}`);
          break;
        case 'shed':
          logger.debug({ method: event.method }, 'call shed: the server is full');
          break;
        default:
      }
    },
  };
}
