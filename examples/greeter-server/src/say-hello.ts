import { status } from '@grpc/grpc-js';
import type { SayHelloRequest, SayHelloResponse } from '@org/example-proto';
import { statusError } from '@org/grpc-kit/server';
import type { Signer } from './signer.js';

const LONGEST_NAME = 200;

/** Greets by name, signed. @throws INVALID_ARGUMENT for an empty or overlong name */
export function sayHello(
  { name }: SayHelloRequest,
  from: { readonly pod: string; readonly address: string; readonly signer: Signer },
): SayHelloResponse {
  if (name.length === 0 || name.length > LONGEST_NAME) {
    throw statusError(status.INVALID_ARGUMENT, `name has ${name.length} characters; 1 to ${LONGEST_NAME} are allowed`);
  }
  const message = `Hello, ${name}!`;
  return { message, pod: from.pod, address: from.address, ...from.signer.sign(message) };
}
