// Original file: proto/shop/v1/shop.proto


export interface PutItemResponse {
}

export interface PutItemResponse__Output {
}
