import { GrpcKitError, quoted } from '../errors.js';
import { parseTarget } from '../target.js';
import type { XdsBootstrap } from './bootstrap.js';

/** The listener resource that stands for an xds target (gRFC A27, and A47 for `xds://authority/name`). */
export function listenerNameOf(target: string, bootstrap: XdsBootstrap): string {
  const { authority, path } = parseTarget(target);
  return fill(clientTemplate(authority, bootstrap), path);
}

/** The listener resource of a server at `ip:port`. @throws GrpcKitError `ERR_XDS_BOOTSTRAP` without a template. */
export function serverListenerNameOf(address: string, bootstrap: XdsBootstrap): string {
  const template = bootstrap.server_listener_resource_name_template;
  if (!template) {
    throw new GrpcKitError(
      'ERR_XDS_BOOTSTRAP',
      'an xDS server needs server_listener_resource_name_template in the bootstrap, such as grpc/server?xds.resource.listening_address=%s',
    );
  }
  return fill(template, address);
}

function clientTemplate(authority: string, bootstrap: XdsBootstrap): string {
  if (authority === '') return bootstrap.client_default_listener_resource_name_template ?? '%s';
  const found = bootstrap.authorities?.[authority];
  if (!found) {
    const known = Object.keys(bootstrap.authorities ?? {});
    throw new GrpcKitError(
      'ERR_TARGET_INVALID',
      `authority ${quoted(authority)} is not in the bootstrap; ${known.length > 0 ? `known are ${known.join(', ')}` : 'use xds:///name'}`,
    );
  }
  return found.client_listener_resource_name_template ?? `xdstp://${authority}/envoy.config.listener.v3.Listener/%s`;
}

function fill(template: string, value: string): string {
  const escaped = template.startsWith('xdstp:')
    ? value.replace(/[^A-Za-z0-9._~!$&^()*+,;=/-]/g, encodeURIComponent)
    : value;
  return template.replaceAll('%s', () => escaped);
}
