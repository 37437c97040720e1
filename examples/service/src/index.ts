export { type AdminOptions, type AdminServer, startAdminServer } from './admin-server.js';
export { checkTogether } from './check-together.js';
export { ConfigurationError, quoted } from './configuration-error.js';
export { markdownTable, readEnvironment, type Settings, type Variables } from './environment.js';
export { ownAddress } from './own-address.js';
export { podNameOr, readProcessIdentity } from './process-identity.js';
export { requirePosture } from './require-posture.js';
export { runProgram } from './run-program.js';
export { serviceRegistry } from './service-metrics.js';
export {
  flag,
  integer,
  type ListenAddress,
  listenAddress,
  oneOf,
  optionalText,
  optionalUrl,
  requiredText,
  type Variable,
} from './variable.js';
export { openWorkDir, type WorkDir } from './work-dir.js';
