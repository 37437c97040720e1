import { type CallCredentials, type Metadata, status } from '@grpc/grpc-js';
import { addMetadataFields } from '../rpc/request-fields.js';
import { localStatus } from './call-error.js';

/** What credentials need to know of a channel. */
interface CredentialsTarget {
  readonly authority: string;
  readonly secure: boolean;
}

/** The header fields that credentials add to a call; rejects with the status of the call that has none. */
export async function credentialFields(
  credentials: CallCredentials,
  { authority, secure }: CredentialsTarget,
  method: string,
): Promise<readonly string[]> {
  if (!secure) throw localStatus(status.UNAUTHENTICATED, 'call credentials need TLS; they were not sent in the clear');
  const host = authority.replace(/:443$/, '');
  const service = method.slice(0, method.lastIndexOf('/'));
  let metadata: Metadata;
  try {
    metadata = await credentials.generateMetadata({ method_name: method, service_url: `https://${host}${service}` });
  } catch (error) {
    const { code, message } = error as { readonly code?: unknown; readonly message?: string };
    const known = typeof code === 'number' && code in status ? code : status.UNAUTHENTICATED;
    throw localStatus(known, `Getting metadata from plugin failed with error: ${message ?? String(error)}`);
  }
  const fields: string[] = [];
  addMetadataFields(fields, metadata);
  return fields;
}
