import { createClientFactory } from '@org/grpc-kit';
import { controlPlane, loadXds } from '@org/grpc-kit/xds';
import { GreeterService } from './greeter.js';

const xds = await loadXds({ bootstrap: controlPlane({ serverUri: process.env.XDS_SERVER ?? 'xds.infra.svc:18000' }) });
const factory = createClientFactory({ xds });
const greeter = factory.client(GreeterService, 'xds:///greeter');
await factory.ready({ timeoutMs: 5_000 });
console.log(await greeter.ask('who'));
await factory.close();
