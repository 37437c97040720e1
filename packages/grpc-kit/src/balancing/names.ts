/** Name in service configs of the policy that sends each call to the less busy of two backends. */
export const LEAST_REQUEST = 'org_grpc_kit_least_request';

/**
 * Name in service configs of the kit's outermost policy; config `{ child, health_check?, target? }`:
 * the balancing below it, the service to watch, and what to tell observers the target is.
 */
export const KIT = 'org_grpc_kit';
