import { create } from '@bufbuild/protobuf';
import { createClient } from '@org/grpc-kit';
import { serviceDefinition } from '@org/grpc-kit/protobuf-es';
import { expect, expectTypeOf, test } from 'vitest';
import {
  type AddItemRequest,
  type GetItemRequest,
  GetItemRequestSchema,
  type GetItemResponse,
  GetItemResponseSchema,
  ItemSchema,
  type PriceItemsResponse,
  ShopService,
} from '../src/gen/protobuf-es/shop/v1/shop_pb.js';
import { all, attempts, connected } from '../src/serve.js';

const item = create(ItemSchema, { skuCode: 'a', priceCents: 5 });

test.each([
  ['GenService itself', ShopService],
  ['its definition, for bundles', serviceDefinition(ShopService)],
])('calls of all four kinds, by %s', async (_name, definition) => {
  await using shop = await connected(definition as typeof ShopService, {
    getItem: ({ request }) => {
      expectTypeOf(request).toEqualTypeOf<GetItemRequest>();
      return create(GetItemResponseSchema, { item: { ...item, skuCode: request.skuCode } });
    },
    addItem: ({ request }, callback) => {
      expectTypeOf(request).toEqualTypeOf<AddItemRequest>();
      callback(null, {});
    },
    putItem: async () => ({}),
    async *listItems({ request }) {
      for (let left = request.limit; left > 0; left--) yield { item };
    },
    async countItems(call) {
      return { count: (await all(call)).length };
    },
    async *priceItems(call) {
      for await (const { skuCode } of call) yield { priceCents: skuCode.length };
    },
  });
  const { client } = shop;
  const request = create(GetItemRequestSchema, { skuCode: 'b' });
  const response = await client.getItem(request);
  expectTypeOf(response).toEqualTypeOf<GetItemResponse>();
  expect(response).toEqual(create(GetItemResponseSchema, { item: { skuCode: 'b', priceCents: 5 } }));
  expect((await client.getItem({ skuCode: 'c' })).item?.skuCode).toBe('c');
  await client.addItem({ item: { skuCode: 'd' } });
  expect(await all(client.listItems({ limit: 2 }))).toHaveLength(2);
  expect((await client.countItems([{ skuCode: 'a' }, { skuCode: 'b' }])).count).toBe(2);
  const priced = client.priceItems([{ skuCode: 'abc' }]);
  expectTypeOf(priced).toEqualTypeOf<AsyncIterable<PriceItemsResponse>>();
  expect(await all(priced)).toMatchObject([{ priceCents: 3 }]);
});

test('what the proto declares idempotent is retried', async () => {
  const requests = { getItem: {}, putItem: {}, addItem: {} };
  expect(await attempts(ShopService, requests)).toEqual({ getItem: 3, putItem: 3, addItem: 1 });
});

test('wrong fields and unknown methods are type errors', () => {
  const client = createClient(ShopService, 'static:///127.0.0.1:1');
  type Request = Parameters<typeof client.getItem>[0];
  expectTypeOf<{ skuCode: number }>().not.toExtend<Request>();
  expectTypeOf<GetItemRequest>().toExtend<Request>();
  expectTypeOf(client).not.toHaveProperty('getItems');
  return client.close();
});
