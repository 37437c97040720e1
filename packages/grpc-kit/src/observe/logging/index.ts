export { type CallLogOptions, callLog } from './call-log.js';
export { createLogger, type LoggerOptions } from './create-logger.js';
export { type ForwardOptions, forwardGrpcLogs } from './forward-grpc-logs.js';
export { loggableMetadata } from './redaction.js';
