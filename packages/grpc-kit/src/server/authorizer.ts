import type { Metadata } from '@grpc/grpc-js';
import type { Refusal } from './call-desk.js';
import type { ServedCall } from './served-call.js';

/** Decides whether a peer may make a call. */
export interface Authorizer {
  refusal(call: ServedCall, metadata: Metadata): Refusal | undefined | Promise<Refusal | undefined>;
}
