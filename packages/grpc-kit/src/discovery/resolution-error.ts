import { GrpcKitError } from '../errors.js';

const MEANING: Readonly<Record<string, string>> = {
  ENOTFOUND: 'the name does not exist (a headless Service without ready pods has none either)',
  ENODATA: 'the name exists, but has no such record',
  EAI_AGAIN: 'no DNS server answered in time',
  ETIMEOUT: 'the DNS server did not answer in time',
  ECONNREFUSED: 'nothing listens on the port of the DNS server',
  ESERVFAIL: 'the DNS server failed',
  EREFUSED: 'the DNS server refuses to answer',
  EBADRESP: 'the DNS server answered with something that is no DNS',
  EFORMERR: 'the DNS server does not understand the question',
  ENOTIMP: 'the DNS server does not know such questions',
};

/** The code of a failed look-up, such as `ENOTFOUND`, or its message. */
export function causeCode(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return (cause as NodeJS.ErrnoException).code ?? cause.message;
}

/** `ERR_RESOLUTION` that names the target, what was asked, of whom, and why it failed. */
export function resolutionError(target: string, question: string, cause: unknown): GrpcKitError {
  const code = causeCode(cause);
  const meaning = MEANING[code];
  return new GrpcKitError(
    'ERR_RESOLUTION',
    `target ${target} cannot be resolved: ${question}: ${code}${meaning ? `, ${meaning}` : ''}`,
    { cause },
  );
}
