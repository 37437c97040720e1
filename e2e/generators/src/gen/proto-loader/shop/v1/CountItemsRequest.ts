// Original file: proto/shop/v1/shop.proto


export interface CountItemsRequest {
  'skuCode'?: (string);
}

export interface CountItemsRequest__Output {
  'skuCode'?: (string);
}
