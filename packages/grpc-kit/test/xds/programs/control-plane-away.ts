// A client whose control plane was never there: it closes, and then nothing may hold the process.
import { createClientFactory } from '../../../src/index.js';
import { controlPlane, loadXds } from '../../../src/xds/index.js';
import { whoami } from '../backends.js';

const xds = await loadXds({ bootstrap: controlPlane({ serverUri: '127.0.0.1:1' }) });
const factory = createClientFactory({ xds });
factory.client(whoami, 'xds:///greeter');
await factory.ready({ timeoutMs: 2_000 }).catch((error: Error) => console.log(error.message));
await factory.close();
