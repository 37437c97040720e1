import type { RequestOptions } from 'node:https';

/** Where the API server is, and how to speak to it now. */
export interface ApiAccess {
  /** Such as `https://10.0.0.1:443`, with a path in front of the API where the cluster has one. */
  readonly server: URL;
  /** The namespace of this client. */
  readonly namespace: string;
  /** Credentials and certificates, read again for each request, so that rotated ones are used. */
  requestOptions(): Promise<RequestOptions>;
}

/** Finds the API server; called again after it refused the credentials. */
export type FindApi = () => Promise<ApiAccess>;
