// Runs gRPC's interop cases on the kit's client against ADDRESS and prints { case: error or '' } as JSON.
import { createClientFactory } from '@org/grpc-kit';
import { cases, testClient } from './cases.js';
import { withEngine } from './engine.js';

const target = `static:///${process.argv[2]}`;
const newFactory = () => withEngine((extra) => createClientFactory(extra)).made;
const factory = newFactory();
const client = testClient(factory, target);
const results: Record<string, string> = {};
for (const [name, run] of Object.entries(cases)) {
  results[name] = await run(client, { target, factory, newFactory }).then(
    () => '',
    (error: Error) => error.message,
  );
}
await factory.close();
console.log(JSON.stringify(results));
