import { CallCredentials, ChannelCredentials, type experimental } from '@grpc/grpc-js';

const REFUSAL = 'the control plane brought no TLS for this cluster, and policy.tls.fromXds demands it';

/** Credentials for clusters without TLS when TLS must come from the control plane: not even a TCP connection. */
export class PlaintextRefused extends ChannelCredentials {
  override _isSecure(): boolean {
    return true;
  }

  override _equals(other: ChannelCredentials): boolean {
    return other instanceof PlaintextRefused;
  }

  override _createSecureConnector(): experimental.SecureConnector {
    return {
      waitForReady: () => Promise.reject(new Error(REFUSAL)),
      connect: () => Promise.reject(new Error(REFUSAL)),
      getCallCredentials: () => CallCredentials.createEmpty(),
      destroy: () => {},
    };
  }
}
