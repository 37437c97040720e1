import type { experimental } from '@grpc/grpc-js';

type Call = experimental.CallStream;

/** Who is told what becomes of a call. */
export type Listener = Parameters<Call['start']>[1];

/** The part of a grpc-js call that a client uses. */
export type OutgoingCall = Pick<
  Call,
  'start' | 'sendMessageWithContext' | 'halfClose' | 'startRead' | 'cancelWithStatus'
>;
