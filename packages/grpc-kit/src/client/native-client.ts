import { type ChannelCredentials, type ClientOptions, credentials, type ServiceDefinition } from '@grpc/grpc-js';
import type { ClientChannel } from './client-channel.js';
import { endlessMethods, idempotentMethods } from './method.js';
import { NativeChannel } from './native-channel.js';

/** A client class of grpc-js, as ts-proto and proto-loader make them. */
export interface ClientClass<C> {
  new (address: string, credentials: ChannelCredentials, options?: Partial<ClientOptions>): C;
  readonly service?: ServiceDefinition;
}

/** An instance of the class that shares the channel: its `close()` leaves the channel to the others. */
export function nativeClient<C>(clientClass: ClientClass<C>, target: ClientChannel): C {
  const { service = {} } = clientClass;
  target.retry(idempotentMethods(service));
  const channelOverride = new NativeChannel(target, endlessMethods(service), () => undefined);
  return new clientClass(target.target, credentials.createInsecure(), { channelOverride });
}
