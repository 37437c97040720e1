export { type AssertOptions, assertPosture } from './assert-posture.js';
export { type Capability, capabilities, explainCapability, type Risk } from './capabilities.js';
export { type CapabilityName, capabilityNames } from './capability-names.js';
export { formatCapsh } from './capsh.js';
export { decodeMask } from './decode-mask.js';
export { CapsError, type CapsErrorCode, type CapsErrorDetails } from './errors.js';
export {
  type ExecFile,
  type ExecIds,
  type ExecOptions,
  type ExecPrediction,
  type ExecProcess,
  predictExec,
} from './exec.js';
export {
  decodeFileCapabilities,
  encodeFileCapabilities,
  type FileCapabilities,
  type FileCapabilitiesInput,
  fileCapabilityState,
} from './file-capabilities.js';
export { formatIab, type Iab, parseIab } from './iab.js';
export type { IdMapping } from './id-map.js';
export type { Known } from './known.js';
export type { KernelOptions } from './options.js';
export { evaluatePodSecurity, type LevelResult, type PodSecurityResult, type RuleResult } from './pod-security.js';
export type { PodSecurityLevel, RuleVerdict } from './pod-security-rules.js';
export type { Limits } from './posture/cgroup.js';
export type { FilesystemPosture, ProcMasking, WritableMount } from './posture/filesystem.js';
export type { Evidence, Finding } from './posture/finding.js';
export type { LsmLabel } from './posture/lsm.js';
export type { NamespaceKind, NamespaceType } from './posture/namespaces.js';
export { type InspectOptions, inspect, type Posture } from './posture.js';
export { type CapabilityDiff, diffCapabilities, type PresetName, presets } from './presets.js';
export {
  type CapabilitySetName,
  capabilitySetNames,
  type Ids,
  type ProcStatus,
  parseProcStatus,
  type SeccompMode,
} from './proc-status.js';
export { type ProcessStatus, type ProcOptions, readProcess, type ThreadDifference } from './process.js';
export { decodeSecurebits, type Securebit, type SecurebitName, type Securebits } from './securebits.js';
export { type CapabilityLike, CapabilitySet } from './set.js';
export { type Suggestion, type SuggestionOptions, suggestSecurityContext } from './suggestion.js';
export type { Setting } from './suggestion-yaml.js';
export { formatCapText, parseCapText } from './text.js';
export type { CapabilityState } from './text-parser.js';
