import type { ServerUnaryCall, ServerWritableStream, sendUnaryData } from '@grpc/grpc-js';

const bytes = {
  requestStream: false,
  requestSerialize: same,
  requestDeserialize: same,
  responseSerialize: same,
  responseDeserialize: same,
};

function same(value: Buffer): Buffer {
  return value;
}

/** `grpc.health.v1.Health` over plain bytes. */
export const HealthService = {
  check: { path: '/grpc.health.v1.Health/Check', responseStream: false, ...bytes },
  watch: { path: '/grpc.health.v1.Health/Watch', responseStream: true, ...bytes },
} as const;

/** What a health service says. */
export interface HealthSwitch {
  /** `pending`: takes watchers and says nothing. */
  set(state: 'serving' | 'not serving' | 'pending'): void;
  /** Ends every watch with this status. */
  hangUp(code: number): void;
  /** What every later watch ends with at once; undefined: nothing. */
  refuse(code: number | undefined): void;
  /** Services that were asked for. */
  readonly asked: string[];
  /** Watches that are open. */
  readonly watchers: number;
  readonly handlers: {
    check(call: ServerUnaryCall<Buffer, Buffer>, callback: sendUnaryData<Buffer>): void;
    watch(call: ServerWritableStream<Buffer, Buffer>): void;
  };
}

export function healthSwitch(): HealthSwitch {
  const open = new Set<ServerWritableStream<Buffer, Buffer>>();
  let state: 'serving' | 'not serving' | 'pending' = 'serving';
  let refused: number | undefined;
  const asked: string[] = [];
  const response = () => Buffer.from([0x08, state === 'serving' ? 1 : 2]);
  return {
    set: (next) => {
      state = next;
      if (state !== 'pending') for (const call of open) call.write(response());
    },
    hangUp: (code) => {
      for (const call of open) call.emit('error', { code, details: 'hung up' });
    },
    refuse: (code) => {
      refused = code;
    },
    asked,
    get watchers() {
      return open.size;
    },
    handlers: {
      check: (_call, callback) => callback(null, response()),
      watch: (call) => {
        if (refused !== undefined) {
          call.emit('error', { code: refused, details: 'refused' });
          return;
        }
        asked.push(call.request.subarray(2).toString());
        open.add(call);
        const left = () => open.delete(call);
        call.on('cancelled', left);
        call.on('error', left);
        if (state !== 'pending') call.write(response());
      },
    },
  };
}
