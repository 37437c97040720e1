/** A control plane; grpc-js-xds 1.14.1 uses the first of a list alone. */
export interface XdsServerBootstrap {
  /** A gRPC target: `host:port` or `unix:/path`. */
  readonly server_uri: string;
  /** The first supported one is used: `insecure` or `google_default`. TLS credentials (gRFC A65) are not. */
  readonly channel_creds: readonly { readonly type: string; readonly config?: object }[];
  /** `ignore_resource_deletion` is the only feature with an effect: listeners and clusters are never deleted. */
  readonly server_features?: readonly string[];
}

/** Who this process says it is. */
export interface XdsNodeBootstrap {
  readonly id: string;
  readonly cluster?: string;
  /** Filled in with `{}` when absent. */
  readonly locality?: { readonly region?: string; readonly zone?: string; readonly sub_zone?: string };
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** Certificates in files, read again at every interval (gRFC A29). */
export interface XdsCertificateProvider {
  readonly plugin_name: 'file_watcher';
  readonly config: {
    readonly certificate_file?: string;
    readonly private_key_file?: string;
    readonly ca_certificate_file?: string;
    /** A protobuf duration such as `600s`; filled in with `600s` when absent. */
    readonly refresh_interval?: string;
  };
}

/** Another authority's control plane (xDS federation, gRFC A47). */
export interface XdsAuthority {
  readonly client_listener_resource_name_template?: string;
  readonly xds_servers?: readonly XdsServerBootstrap[];
}

/** The gRPC xDS bootstrap (gRFC A27), in the form of its JSON file. */
export interface XdsBootstrap {
  readonly xds_servers: readonly XdsServerBootstrap[];
  readonly node: XdsNodeBootstrap;
  readonly certificate_providers?: Readonly<Record<string, XdsCertificateProvider>>;
  readonly authorities?: Readonly<Record<string, XdsAuthority>>;
  /** How the listener of `xds:///name` is called; `%s` is the name. Default `%s`. */
  readonly client_default_listener_resource_name_template?: string;
  /** How the listener of a server is called; `%s` is its `ip:port`. Needed by servers. */
  readonly server_listener_resource_name_template?: string;
}

/** Finds the bootstrap when asked, or `undefined` when there is none. */
export interface XdsBootstrapProvider {
  (signal?: AbortSignal): Promise<XdsBootstrap | undefined>;
  /** Where it looks, for the message when there is none. */
  readonly source?: string;
}
