// Original file: proto/shop/v1/shop.proto


export interface CountItemsResponse {
  'count'?: (number);
}

export interface CountItemsResponse__Output {
  'count'?: (number);
}
