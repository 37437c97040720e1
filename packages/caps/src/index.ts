export { type CapabilityName, capabilityNames } from './capability-names.js';
export { formatCapsh } from './capsh.js';
export { decodeMask } from './decode-mask.js';
export { CapsError, type CapsErrorCode, type CapsErrorDetails } from './errors.js';
export { formatIab, type Iab, parseIab } from './iab.js';
export type { Known } from './known.js';
export type { KernelOptions } from './options.js';
export {
  type CapabilitySetName,
  type Ids,
  type ProcStatus,
  parseProcStatus,
  type SeccompMode,
} from './proc-status.js';
export { type CapabilityLike, CapabilitySet } from './set.js';
export { formatCapText, parseCapText } from './text.js';
export type { CapabilityState } from './text-parser.js';
