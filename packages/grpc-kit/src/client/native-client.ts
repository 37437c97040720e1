import { type ChannelCredentials, type ClientOptions, credentials, type ServiceDefinition } from '@grpc/grpc-js';
import { idempotentMethods } from './method.js';
import type { TargetChannel } from './target-channel.js';

/** A client class of grpc-js, as ts-proto and proto-loader make them. */
export interface ClientClass<C> {
  new (address: string, credentials: ChannelCredentials, options?: Partial<ClientOptions>): C;
  readonly service?: ServiceDefinition;
}

/** An instance of the class on the channel. */
export function nativeClient<C>(clientClass: ClientClass<C>, target: TargetChannel): C {
  if (clientClass.service) target.retry(idempotentMethods(clientClass.service));
  return new clientClass(target.target, credentials.createInsecure(), { channelOverride: target.channel });
}
