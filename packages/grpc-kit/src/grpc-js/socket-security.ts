import { isIP, type Socket } from 'node:net';
import type { CallCredentials, ChannelCredentials } from '@grpc/grpc-js';
import type { SocketSecurity } from '../transport/socket-security.js';

/** Secures sockets as credentials objects of grpc-js say, whose way to do so is not part of its public interface. */
export interface CredentialsSecurity extends SocketSecurity {
  /** Whether call credentials may travel over these connections. */
  readonly secure: boolean;
  /** Credentials that every call brings, from `credentials.combineChannelCredentials`. */
  readonly callCredentials: CallCredentials;
}

/**
 * @param authority Of the calls; the certificate must be for its host, unless there is a `serverName`.
 * @param serverName Name to expect in the server's certificate.
 */
export function credentialsSecurity(
  credentials: ChannelCredentials,
  authority: string,
  serverName: string | undefined,
): CredentialsSecurity {
  const options = serverName === undefined ? {} : { 'grpc.ssl_target_name_override': serverName };
  const create = () => credentials._createSecureConnector({ scheme: 'dns', path: authority }, options);
  return {
    secure: credentials._isSecure(),
    callCredentials: create().getCallCredentials(),
    secureSocket: async (socket: Socket) => {
      const connector = withoutAddressAsName(create());
      await connector.waitForReady();
      const secured = await connector.connect(socket);
      return secured.socket;
    },
  };
}

/** SNI carries names only (RFC 6066 section 3). An empty name sends none, and the address is verified all the same. */
function withoutAddressAsName<T extends object>(connector: T): T {
  const { connectionOptions } = connector as { readonly connectionOptions?: { servername?: string } };
  if (connectionOptions?.servername !== undefined && isIP(connectionOptions.servername) !== 0) {
    connectionOptions.servername = '';
  }
  return connector;
}
