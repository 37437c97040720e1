import { GrpcKitError, quoted } from '../errors.js';
import { nearest } from '../nearest.js';
import type { XdsBootstrap } from './bootstrap.js';

type Json = Readonly<Record<string, unknown>>;

const KNOWN_KEYS = [
  'xds_servers',
  'node',
  'certificate_providers',
  'authorities',
  'client_default_listener_resource_name_template',
  'server_listener_resource_name_template',
];
const SUPPORTED_CREDS = ['insecure', 'google_default'];
const DURATION = /^\d+(\.\d{1,9})?s$/;

/**
 * Checks what grpc-js-xds 1.14.1 checks and what it stumbles over later, and fills in what it silently needs:
 * `node.locality` and `refresh_interval`. The result is a plain JSON copy.
 * @param source Where the bootstrap comes from, for the message.
 * @throws GrpcKitError `ERR_XDS_BOOTSTRAP` that names the field, its value and what is allowed.
 */
export function checkBootstrap(given: unknown, source: string): XdsBootstrap {
  const bootstrap = object(jsonCopy(given, source), `${source}: the bootstrap`);
  for (const key of Object.keys(bootstrap)) {
    const guess = KNOWN_KEYS.includes(key) ? undefined : nearest(key, KNOWN_KEYS);
    if (guess) refuse(`${source}: ${key}`, bootstrap[key], `called ${guess}`);
  }
  checkServers(bootstrap['xds_servers'], `${source}: xds_servers`);
  for (const [name, authority] of entries(bootstrap['authorities'], `${source}: authorities`)) {
    checkAuthority(authority, name, `${source}: authorities[${quoted(name)}]`);
  }
  template(bootstrap, 'client_default_listener_resource_name_template', source);
  template(bootstrap, 'server_listener_resource_name_template', source);
  const providers = entries(bootstrap['certificate_providers'], `${source}: certificate_providers`);
  return {
    ...bootstrap,
    node: checkNode(bootstrap['node'], `${source}: node`),
    ...(providers.length > 0 && {
      certificate_providers: Object.fromEntries(
        providers.map(([name, provider]) => [
          name,
          checkProvider(provider, `${source}: certificate_providers[${quoted(name)}]`),
        ]),
      ),
    }),
  } as unknown as XdsBootstrap;
}

function checkServers(servers: unknown, where: string): void {
  if (!Array.isArray(servers) || servers.length === 0) {
    refuse(where, servers, 'a list with one control plane: { server_uri, channel_creds }');
  }
  servers.forEach((server, index) => {
    checkServer(object(server, `${where}[${index}]`), `${where}[${index}]`);
  });
}

function checkServer(server: Json, where: string): void {
  const uri = text(server, 'server_uri', where, 'a gRPC target such as istiod.istio-system.svc:15010 or unix:/path');
  if (/^(https?|xds|grpc):/i.test(uri)) {
    refuse(`${where}.server_uri`, uri, 'a gRPC target such as host:port or unix:/path, not a URL');
  }
  const creds = server['channel_creds'];
  const types = Array.isArray(creds)
    ? creds.map((cred, index) => credsType(cred, `${where}.channel_creds[${index}]`))
    : [];
  if (!types.some((type) => SUPPORTED_CREDS.includes(type))) {
    const hint = types.includes('tls')
      ? '; grpc-js-xds has no tls credentials (gRFC A65), so reach the control plane through a local agent or proxy'
      : '';
    refuse(`${where}.channel_creds`, creds, `a list with { type: 'insecure' } or { type: 'google_default' }${hint}`);
  }
  const features = server['server_features'] ?? [];
  if (!Array.isArray(features) || features.some((feature) => typeof feature !== 'string')) {
    refuse(`${where}.server_features`, features, 'a list of strings');
  }
}

function credsType(cred: unknown, where: string): string {
  const entry = object(cred, where);
  if (entry['config'] !== undefined) object(entry['config'], `${where}.config`);
  return text(entry, 'type', where, `'insecure' or 'google_default'`);
}

function checkNode(given: unknown, where: string): XdsBootstrap['node'] {
  const node = object(given, where);
  text(node, 'id', where, 'a name for this process');
  optionalText(node, 'cluster', where);
  const locality = node['locality'] === undefined ? {} : object(node['locality'], `${where}.locality`);
  for (const part of ['region', 'zone', 'sub_zone']) optionalText(locality, part, `${where}.locality`);
  if (node['metadata'] !== undefined) object(node['metadata'], `${where}.metadata`);
  return { ...node, locality } as unknown as XdsBootstrap['node'];
}

function checkAuthority(given: unknown, name: string, where: string): void {
  const authority = object(given, where);
  const prefix = `xdstp://${name}/`;
  const listener = template(authority, 'client_listener_resource_name_template', where);
  if (listener !== undefined && !listener.startsWith(prefix)) {
    refuse(
      `${where}.client_listener_resource_name_template`,
      listener,
      `a string that begins with ${quoted(prefix).slice(1, -1)}`,
    );
  }
  if (authority['xds_servers'] !== undefined) checkServers(authority['xds_servers'], `${where}.xds_servers`);
}

function checkProvider(given: unknown, where: string): Json {
  const provider = object(given, where);
  if (provider['plugin_name'] !== 'file_watcher') {
    refuse(
      `${where}.plugin_name`,
      provider['plugin_name'],
      `'file_watcher'; any other makes the library reject everything`,
    );
  }
  const config = object(provider['config'], `${where}.config`);
  for (const file of ['certificate_file', 'private_key_file', 'ca_certificate_file']) {
    optionalText(config, file, `${where}.config`);
  }
  const has = (key: string): boolean => config[key] !== undefined;
  if (has('certificate_file') !== has('private_key_file')) {
    refuse(`${where}.config`, config, 'certificate_file and private_key_file together, or neither');
  }
  if (!has('certificate_file') && !has('ca_certificate_file')) {
    refuse(`${where}.config`, config, 'at least ca_certificate_file, or certificate_file with private_key_file');
  }
  const interval = config['refresh_interval'] ?? '600s';
  if (typeof interval !== 'string' || !DURATION.test(interval)) {
    refuse(`${where}.config.refresh_interval`, interval, `a string such as '600s'`);
  }
  return { ...provider, config: { ...config, refresh_interval: interval } };
}

function template(holder: Json, key: string, where: string): string | undefined {
  optionalText(holder, key, where);
  const value = holder[key] as string | undefined;
  if (value !== undefined && !value.includes('%s')) {
    refuse(`${where}: ${key}`, value, 'a string with %s, the place of the name or address');
  }
  return value;
}

function entries(value: unknown, where: string): [string, unknown][] {
  return value === undefined || value === null ? [] : Object.entries(object(value, where));
}

function text(holder: Json, key: string, where: string, allowed: string): string {
  const value = holder[key];
  return typeof value === 'string' && value !== '' ? value : refuse(`${where}.${key}`, value, allowed);
}

function optionalText(holder: Json, key: string, where: string): void {
  const value = holder[key];
  if (value !== undefined && typeof value !== 'string') refuse(`${where}.${key}`, value, 'a string');
}

function object(value: unknown, where: string): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Json)
    : refuse(where, value, 'an object');
}

function jsonCopy(value: unknown, source: string): unknown {
  try {
    return JSON.parse(JSON.stringify(value) ?? 'null');
  } catch (cause) {
    throw new GrpcKitError('ERR_XDS_BOOTSTRAP', `${source}: the bootstrap cannot be written as JSON`, { cause });
  }
}

function refuse(where: string, value: unknown, allowed: string): never {
  throw new GrpcKitError('ERR_XDS_BOOTSTRAP', `${where} is ${quoted(value)}, but must be ${allowed}`);
}
