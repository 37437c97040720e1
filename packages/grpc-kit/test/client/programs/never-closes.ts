// Makes two calls to TARGET, the second after a pause with nothing else to do, and forgets to close its client.
import { createClientFactory } from '@org/grpc-kit';
import { TextService } from '../../support/text-service.js';

const [, , target = ''] = process.argv;
const factory = createClientFactory();
const client = factory.client(TextService, target);
await factory.ready();
console.log(await client.read('first'));
console.log(await client.read('second', { deadlineMs: Number.POSITIVE_INFINITY }));
