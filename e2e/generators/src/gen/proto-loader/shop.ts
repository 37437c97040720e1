import type * as grpc from '@grpc/grpc-js';
import type { MessageTypeDefinition } from '@grpc/proto-loader';

import type { AddItemRequest as _shop_v1_AddItemRequest, AddItemRequest__Output as _shop_v1_AddItemRequest__Output } from './shop/v1/AddItemRequest.js';
import type { AddItemResponse as _shop_v1_AddItemResponse, AddItemResponse__Output as _shop_v1_AddItemResponse__Output } from './shop/v1/AddItemResponse.js';
import type { CountItemsRequest as _shop_v1_CountItemsRequest, CountItemsRequest__Output as _shop_v1_CountItemsRequest__Output } from './shop/v1/CountItemsRequest.js';
import type { CountItemsResponse as _shop_v1_CountItemsResponse, CountItemsResponse__Output as _shop_v1_CountItemsResponse__Output } from './shop/v1/CountItemsResponse.js';
import type { GetItemRequest as _shop_v1_GetItemRequest, GetItemRequest__Output as _shop_v1_GetItemRequest__Output } from './shop/v1/GetItemRequest.js';
import type { GetItemResponse as _shop_v1_GetItemResponse, GetItemResponse__Output as _shop_v1_GetItemResponse__Output } from './shop/v1/GetItemResponse.js';
import type { Item as _shop_v1_Item, Item__Output as _shop_v1_Item__Output } from './shop/v1/Item.js';
import type { ListItemsRequest as _shop_v1_ListItemsRequest, ListItemsRequest__Output as _shop_v1_ListItemsRequest__Output } from './shop/v1/ListItemsRequest.js';
import type { ListItemsResponse as _shop_v1_ListItemsResponse, ListItemsResponse__Output as _shop_v1_ListItemsResponse__Output } from './shop/v1/ListItemsResponse.js';
import type { PriceItemsRequest as _shop_v1_PriceItemsRequest, PriceItemsRequest__Output as _shop_v1_PriceItemsRequest__Output } from './shop/v1/PriceItemsRequest.js';
import type { PriceItemsResponse as _shop_v1_PriceItemsResponse, PriceItemsResponse__Output as _shop_v1_PriceItemsResponse__Output } from './shop/v1/PriceItemsResponse.js';
import type { PutItemRequest as _shop_v1_PutItemRequest, PutItemRequest__Output as _shop_v1_PutItemRequest__Output } from './shop/v1/PutItemRequest.js';
import type { PutItemResponse as _shop_v1_PutItemResponse, PutItemResponse__Output as _shop_v1_PutItemResponse__Output } from './shop/v1/PutItemResponse.js';
import type { ShopServiceClient as _shop_v1_ShopServiceClient, ShopServiceDefinition as _shop_v1_ShopServiceDefinition } from './shop/v1/ShopService.js';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  shop: {
    v1: {
      AddItemRequest: MessageTypeDefinition<_shop_v1_AddItemRequest, _shop_v1_AddItemRequest__Output>
      AddItemResponse: MessageTypeDefinition<_shop_v1_AddItemResponse, _shop_v1_AddItemResponse__Output>
      CountItemsRequest: MessageTypeDefinition<_shop_v1_CountItemsRequest, _shop_v1_CountItemsRequest__Output>
      CountItemsResponse: MessageTypeDefinition<_shop_v1_CountItemsResponse, _shop_v1_CountItemsResponse__Output>
      GetItemRequest: MessageTypeDefinition<_shop_v1_GetItemRequest, _shop_v1_GetItemRequest__Output>
      GetItemResponse: MessageTypeDefinition<_shop_v1_GetItemResponse, _shop_v1_GetItemResponse__Output>
      Item: MessageTypeDefinition<_shop_v1_Item, _shop_v1_Item__Output>
      ListItemsRequest: MessageTypeDefinition<_shop_v1_ListItemsRequest, _shop_v1_ListItemsRequest__Output>
      ListItemsResponse: MessageTypeDefinition<_shop_v1_ListItemsResponse, _shop_v1_ListItemsResponse__Output>
      PriceItemsRequest: MessageTypeDefinition<_shop_v1_PriceItemsRequest, _shop_v1_PriceItemsRequest__Output>
      PriceItemsResponse: MessageTypeDefinition<_shop_v1_PriceItemsResponse, _shop_v1_PriceItemsResponse__Output>
      PutItemRequest: MessageTypeDefinition<_shop_v1_PutItemRequest, _shop_v1_PutItemRequest__Output>
      PutItemResponse: MessageTypeDefinition<_shop_v1_PutItemResponse, _shop_v1_PutItemResponse__Output>
      ShopService: SubtypeConstructor<typeof grpc.Client, _shop_v1_ShopServiceClient> & { service: _shop_v1_ShopServiceDefinition }
    }
  }
}

