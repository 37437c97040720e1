import type { ServiceDefinition } from '@grpc/grpc-js';
import { loadSync, type PackageDefinition } from '@grpc/proto-loader';
import { protoFile } from '../paths.js';

/** Also what reflection describes. */
export const described: PackageDefinition = loadSync(protoFile, { keepCase: true, longs: Number, defaults: true });

/** grpc.testing.TestService, and a service that no server has. */
export const TestService = described['grpc.testing.TestService'] as ServiceDefinition;
export const UnimplementedService = described['grpc.testing.UnimplementedService'] as ServiceDefinition;

export interface Payload {
  readonly body: Buffer;
}

export interface EchoStatus {
  readonly code: number;
  readonly message: string;
}

export interface SimpleRequest {
  readonly response_size?: number;
  readonly payload?: Payload | null;
  readonly response_status?: EchoStatus | null;
}

export interface StreamRequest {
  readonly response_parameters?: readonly { readonly size: number; readonly interval_us?: number }[];
  readonly payload?: Payload | null;
  readonly response_status?: EchoStatus | null;
}

export interface PayloadResponse {
  readonly payload: Payload;
}

export function payload(size: number): Payload {
  return { body: Buffer.alloc(size) };
}

export const INITIAL = 'x-grpc-test-echo-initial';
export const TRAILING = 'x-grpc-test-echo-trailing-bin';
