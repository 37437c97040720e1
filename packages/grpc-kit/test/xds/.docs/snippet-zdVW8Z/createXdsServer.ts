import { controlPlane, createXdsServer, loadXds } from '@org/grpc-kit/xds';
import { GreeterService } from './greeter.js';

const xds = await loadXds({ bootstrap: controlPlane({ serverUri: process.env.XDS_SERVER ?? 'xds.infra.svc:18000' }) });
const server = createXdsServer({ xds, healthAddress: process.env.HEALTH ?? '0.0.0.0:8081' });
server.addService(GreeterService, { ask: async () => 'hello' });
await server.listen(process.env.LISTEN ?? '0.0.0.0:50051');
server.closeOn();
