import { DEFAULT_ENGINE } from './default-engine.js';
import { oneOf } from './policy/checks.js';

/** What speaks HTTP/2: the kit itself, or grpc-js over `node:http2`. */
export type Engine = 'kit' | 'grpc-js';

const check = oneOf<Engine>('grpc-js', 'kit');

/** @throws GrpcKitError `ERR_POLICY_INVALID`. */
export function resolveEngine(engine: Engine | undefined): Engine {
  return engine === undefined ? DEFAULT_ENGINE : check(engine, 'engine');
}
