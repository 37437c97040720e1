import { oneOf } from '../policy/checks.js';
import { DEFAULT_ENGINE } from './default-engine.js';

/** What the calls of a client run on. */
export type Engine = 'kit' | 'grpc-js';

const check = oneOf<Engine>('grpc-js', 'kit');

/** @throws GrpcKitError `ERR_POLICY_INVALID`. */
export function resolveEngine(engine: Engine | undefined): Engine {
  return engine === undefined ? DEFAULT_ENGINE : check(engine, 'engine');
}
