import { createClient } from '@org/grpc-kit';
import { createServer } from 'nice-grpc';
import { expect, expectTypeOf, test } from 'vitest';
import {
  AddItemRequest,
  GetItemRequest,
  type GetItemResponse,
  PutItemRequest,
  ShopServiceDefinition,
  type ShopServiceImplementation,
} from '../src/gen/nice-grpc/shop/v1/shop.js';
import { all, attempts } from '../src/serve.js';

const item = { skuCode: 'a', priceCents: 5 };

test('a client by the definition of a nice-grpc server', async () => {
  const server = createServer();
  const service: ShopServiceImplementation = {
    getItem: async () => ({ item }),
    addItem: async () => ({}),
    putItem: async () => ({}),
    async *listItems() {},
    countItems: async () => ({}),
    async *priceItems(requests) {
      for await (const { skuCode } of requests) yield { priceCents: skuCode.length };
    },
  };
  server.add(ShopServiceDefinition, service);
  const port = await server.listen('127.0.0.1:0');
  await using client = createClient(ShopServiceDefinition, `static:///127.0.0.1:${port}`);
  const response = await client.getItem({ skuCode: 'a' });
  expectTypeOf(response).toEqualTypeOf<GetItemResponse>();
  expect(response).toEqual({ item });
  expect(await all(client.priceItems([{ skuCode: 'abc' }]))).toEqual([{ priceCents: 3 }]);
  server.forceShutdown();
});

test('what the proto declares idempotent is retried', async () => {
  const requests = {
    getItem: GetItemRequest.create(),
    putItem: PutItemRequest.create(),
    addItem: AddItemRequest.create(),
  };
  expect(await attempts(ShopServiceDefinition, requests)).toEqual({ getItem: 3, putItem: 3, addItem: 1 });
});
