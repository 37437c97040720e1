// Original file: proto/shop/v1/shop.proto


export interface GetItemRequest {
  'skuCode'?: (string);
}

export interface GetItemRequest__Output {
  'skuCode'?: (string);
}
