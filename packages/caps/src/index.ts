export { type CapabilityName, capabilityNames } from './capability-names.js';
export { decodeMask } from './decode-mask.js';
export { CapsError, type CapsErrorCode, type CapsErrorDetails } from './errors.js';
export type { Known } from './known.js';
export {
  type CapabilitySetName,
  type Ids,
  type ProcStatus,
  parseProcStatus,
  type SeccompMode,
} from './proc-status.js';
export { type CapabilityLike, CapabilitySet } from './set.js';
