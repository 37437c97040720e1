import { type Metadata, status } from '@grpc/grpc-js';
import { isThenable } from '../thenable.js';
import type { Refusal } from './call-desk.js';
import type { Peer } from './peer.js';

/** Who wants to do what. */
export interface AuthorizationContext {
  readonly metadata: Metadata;
}

/**
 * Whether a peer may call a method (`/pkg.Service/Method`): true or false, or the sentence that the peer is refused
 * with. Throwing and rejecting refuse too. Health and reflection are not asked about.
 */
export type Authorize = (
  peer: Peer,
  method: string,
  context: AuthorizationContext,
) => boolean | string | Promise<boolean | string>;

/** Asks `authorize` and puts its answer as a status. */
export function ask(
  authorize: Authorize,
  peer: Peer,
  method: string,
  metadata: Metadata,
  failed: (error: unknown) => void,
): Refusal | undefined | Promise<Refusal | undefined> {
  const onError = (error: unknown): Refusal => {
    failed(error);
    return denied(method);
  };
  try {
    const answer = authorize(peer, method, { metadata });
    return isThenable(answer)
      ? Promise.resolve(answer).then((settled) => verdict(settled, method), onError)
      : verdict(answer, method);
  } catch (error) {
    return onError(error);
  }
}

function verdict(answer: boolean | string, method: string): Refusal | undefined {
  if (answer === true) return undefined;
  return typeof answer === 'string' ? { code: status.PERMISSION_DENIED, details: answer } : denied(method);
}

function denied(method: string): Refusal {
  return { code: status.PERMISSION_DENIED, details: `not permitted to call ${method}` };
}
