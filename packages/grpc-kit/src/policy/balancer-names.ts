/** Name in service configs of the policy that sends each call to the less busy of two backends. */
export const LEAST_REQUEST = 'org_grpc_kit_least_request';

/** The kit's own round robin: takes over from grpc-js's inside the kit's outermost policy. */
export const ROUND_ROBIN = 'org_grpc_kit_round_robin';

/**
 * Name in service configs of the kit's outermost policy; config `{ child, keepalive?, health_check?, target? }`:
 * the balancing below it, when to ask silent peers, the service to watch, and what to tell observers the target is. Where `child` is
 * `outlier_detection`, the kit ejects by those limits itself, and what is below that balances.
 */
export const KIT = 'org_grpc_kit';
