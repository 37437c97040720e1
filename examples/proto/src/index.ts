export {
  type Capabilities,
  type CapabilitySet,
  type DeepPartial,
  type GreeterServiceServer,
  type Posture,
  type Rule,
  type SayHelloRequest,
  type SayHelloResponse,
  Verdict,
  type WatchRequest,
  type WatchResponse,
  type WhoAmIRequest,
  type WhoAmIResponse,
  type WritableDirectory,
  type WriteAttempt,
} from './gen/greeter/v1/greeter.js';
export { GreeterService, GreeterServiceClient, greeterDescriptors } from './greeter-service.js';
