import { join } from 'node:path';
import { loadPackageDefinition } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { expect, expectTypeOf, test } from 'vitest';
import type { GetItemRequest } from '../src/gen/proto-loader/shop/v1/GetItemRequest.js';
import type { GetItemResponse__Output } from '../src/gen/proto-loader/shop/v1/GetItemResponse.js';
import type { ProtoGrpcType } from '../src/gen/proto-loader/shop.js';
import { all, attempts, connected } from '../src/serve.js';

const loaded = loadSync(join(import.meta.dirname, '../proto/shop/v1/shop.proto'), { defaults: true, longs: String });
const { service } = (loadPackageDefinition(loaded) as unknown as ProtoGrpcType).shop.v1.ShopService;
const item = { skuCode: 'a', priceCents: 5 };

test('calls of all four kinds, by the names of the proto and in camelCase', async () => {
  await using shop = await connected(service, {
    GetItem: () => ({ item }),
    AddItem: () => ({}),
    PutItem: () => ({}),
    ListItems: () => [{ item }],
    CountItems: async (call: AsyncIterable<unknown>) => ({ count: (await all(call)).length }),
    async *PriceItems(call: AsyncIterable<{ skuCode: string }>) {
      for await (const { skuCode } of call) yield { priceCents: skuCode.length };
    },
  });
  const { client } = shop;
  const response = await client.getItem({ skuCode: 'b' });
  expectTypeOf(response).toEqualTypeOf<GetItemResponse__Output>();
  expect(response).toEqual({ item });
  expect(await client.GetItem({ skuCode: 'b' })).toEqual({ item });
  expectTypeOf<GetItemRequest>().toExtend<Parameters<typeof client.getItem>[0]>();
  expect(await all(client.listItems({ limit: 1 }))).toEqual([{ item }]);
  expect(await client.countItems([{ skuCode: 'a' }])).toEqual({ count: 1 });
  expect(await all(client.PriceItems([{ skuCode: 'abc' }]))).toEqual([{ priceCents: 3 }]);
});

test('what the proto declares idempotent is retried', async () => {
  expect(await attempts(service, { GetItem: {}, PutItem: {}, AddItem: {} })).toEqual({
    GetItem: 3,
    PutItem: 3,
    AddItem: 1,
  });
});
