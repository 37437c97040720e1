// Original file: proto/shop/v1/shop.proto

import type { Item as _shop_v1_Item, Item__Output as _shop_v1_Item__Output } from '../../shop/v1/Item.js';

export interface GetItemResponse {
  'item'?: (_shop_v1_Item | null);
}

export interface GetItemResponse__Output {
  'item'?: (_shop_v1_Item__Output);
}
