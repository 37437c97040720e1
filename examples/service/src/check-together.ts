import { ConfigurationError, quoted } from './configuration-error.js';

/** Settings that every service here has, and that hold only together. */
interface Together {
  readonly tlsCertFile: string | undefined;
  readonly tlsKeyFile: string | undefined;
  readonly drainDelayMs: number;
  readonly shutdownDeadlineMs: number;
}

/** @throws ConfigurationError when there is half a TLS pair, or no time to finish calls after the delay. */
export function checkTogether({ tlsCertFile, tlsKeyFile, drainDelayMs, shutdownDeadlineMs }: Together): void {
  if ((tlsCertFile === undefined) !== (tlsKeyFile === undefined)) {
    const set = quoted(tlsCertFile ?? tlsKeyFile ?? '');
    throw new ConfigurationError(`TLS_CERT_FILE and TLS_KEY_FILE go together; only ${set} is set`);
  }
  if (shutdownDeadlineMs < drainDelayMs) {
    throw new ConfigurationError(
      `SHUTDOWN_DEADLINE_MS "${shutdownDeadlineMs}" is shorter than DRAIN_DELAY_MS "${drainDelayMs}"`,
    );
  }
}
