// Original file: proto/shop/v1/shop.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { AddItemRequest as _shop_v1_AddItemRequest, AddItemRequest__Output as _shop_v1_AddItemRequest__Output } from '../../shop/v1/AddItemRequest.js';
import type { AddItemResponse as _shop_v1_AddItemResponse, AddItemResponse__Output as _shop_v1_AddItemResponse__Output } from '../../shop/v1/AddItemResponse.js';
import type { CountItemsRequest as _shop_v1_CountItemsRequest, CountItemsRequest__Output as _shop_v1_CountItemsRequest__Output } from '../../shop/v1/CountItemsRequest.js';
import type { CountItemsResponse as _shop_v1_CountItemsResponse, CountItemsResponse__Output as _shop_v1_CountItemsResponse__Output } from '../../shop/v1/CountItemsResponse.js';
import type { GetItemRequest as _shop_v1_GetItemRequest, GetItemRequest__Output as _shop_v1_GetItemRequest__Output } from '../../shop/v1/GetItemRequest.js';
import type { GetItemResponse as _shop_v1_GetItemResponse, GetItemResponse__Output as _shop_v1_GetItemResponse__Output } from '../../shop/v1/GetItemResponse.js';
import type { ListItemsRequest as _shop_v1_ListItemsRequest, ListItemsRequest__Output as _shop_v1_ListItemsRequest__Output } from '../../shop/v1/ListItemsRequest.js';
import type { ListItemsResponse as _shop_v1_ListItemsResponse, ListItemsResponse__Output as _shop_v1_ListItemsResponse__Output } from '../../shop/v1/ListItemsResponse.js';
import type { PriceItemsRequest as _shop_v1_PriceItemsRequest, PriceItemsRequest__Output as _shop_v1_PriceItemsRequest__Output } from '../../shop/v1/PriceItemsRequest.js';
import type { PriceItemsResponse as _shop_v1_PriceItemsResponse, PriceItemsResponse__Output as _shop_v1_PriceItemsResponse__Output } from '../../shop/v1/PriceItemsResponse.js';
import type { PutItemRequest as _shop_v1_PutItemRequest, PutItemRequest__Output as _shop_v1_PutItemRequest__Output } from '../../shop/v1/PutItemRequest.js';
import type { PutItemResponse as _shop_v1_PutItemResponse, PutItemResponse__Output as _shop_v1_PutItemResponse__Output } from '../../shop/v1/PutItemResponse.js';

export interface ShopServiceClient extends grpc.Client {
  AddItem(argument: _shop_v1_AddItemRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_shop_v1_AddItemResponse__Output>): grpc.ClientUnaryCall;
  AddItem(argument: _shop_v1_AddItemRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_shop_v1_AddItemResponse__Output>): grpc.ClientUnaryCall;
  AddItem(argument: _shop_v1_AddItemRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_shop_v1_AddItemResponse__Output>): grpc.ClientUnaryCall;
  AddItem(argument: _shop_v1_AddItemRequest, callback: grpc.requestCallback<_shop_v1_AddItemResponse__Output>): grpc.ClientUnaryCall;
  addItem(argument: _shop_v1_AddItemRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_shop_v1_AddItemResponse__Output>): grpc.ClientUnaryCall;
  addItem(argument: _shop_v1_AddItemRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_shop_v1_AddItemResponse__Output>): grpc.ClientUnaryCall;
  addItem(argument: _shop_v1_AddItemRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_shop_v1_AddItemResponse__Output>): grpc.ClientUnaryCall;
  addItem(argument: _shop_v1_AddItemRequest, callback: grpc.requestCallback<_shop_v1_AddItemResponse__Output>): grpc.ClientUnaryCall;
  
  CountItems(metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_shop_v1_CountItemsResponse__Output>): grpc.ClientWritableStream<_shop_v1_CountItemsRequest>;
  CountItems(metadata: grpc.Metadata, callback: grpc.requestCallback<_shop_v1_CountItemsResponse__Output>): grpc.ClientWritableStream<_shop_v1_CountItemsRequest>;
  CountItems(options: grpc.CallOptions, callback: grpc.requestCallback<_shop_v1_CountItemsResponse__Output>): grpc.ClientWritableStream<_shop_v1_CountItemsRequest>;
  CountItems(callback: grpc.requestCallback<_shop_v1_CountItemsResponse__Output>): grpc.ClientWritableStream<_shop_v1_CountItemsRequest>;
  countItems(metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_shop_v1_CountItemsResponse__Output>): grpc.ClientWritableStream<_shop_v1_CountItemsRequest>;
  countItems(metadata: grpc.Metadata, callback: grpc.requestCallback<_shop_v1_CountItemsResponse__Output>): grpc.ClientWritableStream<_shop_v1_CountItemsRequest>;
  countItems(options: grpc.CallOptions, callback: grpc.requestCallback<_shop_v1_CountItemsResponse__Output>): grpc.ClientWritableStream<_shop_v1_CountItemsRequest>;
  countItems(callback: grpc.requestCallback<_shop_v1_CountItemsResponse__Output>): grpc.ClientWritableStream<_shop_v1_CountItemsRequest>;
  
  GetItem(argument: _shop_v1_GetItemRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_shop_v1_GetItemResponse__Output>): grpc.ClientUnaryCall;
  GetItem(argument: _shop_v1_GetItemRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_shop_v1_GetItemResponse__Output>): grpc.ClientUnaryCall;
  GetItem(argument: _shop_v1_GetItemRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_shop_v1_GetItemResponse__Output>): grpc.ClientUnaryCall;
  GetItem(argument: _shop_v1_GetItemRequest, callback: grpc.requestCallback<_shop_v1_GetItemResponse__Output>): grpc.ClientUnaryCall;
  getItem(argument: _shop_v1_GetItemRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_shop_v1_GetItemResponse__Output>): grpc.ClientUnaryCall;
  getItem(argument: _shop_v1_GetItemRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_shop_v1_GetItemResponse__Output>): grpc.ClientUnaryCall;
  getItem(argument: _shop_v1_GetItemRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_shop_v1_GetItemResponse__Output>): grpc.ClientUnaryCall;
  getItem(argument: _shop_v1_GetItemRequest, callback: grpc.requestCallback<_shop_v1_GetItemResponse__Output>): grpc.ClientUnaryCall;
  
  ListItems(argument: _shop_v1_ListItemsRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_shop_v1_ListItemsResponse__Output>;
  ListItems(argument: _shop_v1_ListItemsRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_shop_v1_ListItemsResponse__Output>;
  listItems(argument: _shop_v1_ListItemsRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_shop_v1_ListItemsResponse__Output>;
  listItems(argument: _shop_v1_ListItemsRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_shop_v1_ListItemsResponse__Output>;
  
  PriceItems(metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientDuplexStream<_shop_v1_PriceItemsRequest, _shop_v1_PriceItemsResponse__Output>;
  PriceItems(options?: grpc.CallOptions): grpc.ClientDuplexStream<_shop_v1_PriceItemsRequest, _shop_v1_PriceItemsResponse__Output>;
  priceItems(metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientDuplexStream<_shop_v1_PriceItemsRequest, _shop_v1_PriceItemsResponse__Output>;
  priceItems(options?: grpc.CallOptions): grpc.ClientDuplexStream<_shop_v1_PriceItemsRequest, _shop_v1_PriceItemsResponse__Output>;
  
  PutItem(argument: _shop_v1_PutItemRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_shop_v1_PutItemResponse__Output>): grpc.ClientUnaryCall;
  PutItem(argument: _shop_v1_PutItemRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_shop_v1_PutItemResponse__Output>): grpc.ClientUnaryCall;
  PutItem(argument: _shop_v1_PutItemRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_shop_v1_PutItemResponse__Output>): grpc.ClientUnaryCall;
  PutItem(argument: _shop_v1_PutItemRequest, callback: grpc.requestCallback<_shop_v1_PutItemResponse__Output>): grpc.ClientUnaryCall;
  putItem(argument: _shop_v1_PutItemRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_shop_v1_PutItemResponse__Output>): grpc.ClientUnaryCall;
  putItem(argument: _shop_v1_PutItemRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_shop_v1_PutItemResponse__Output>): grpc.ClientUnaryCall;
  putItem(argument: _shop_v1_PutItemRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_shop_v1_PutItemResponse__Output>): grpc.ClientUnaryCall;
  putItem(argument: _shop_v1_PutItemRequest, callback: grpc.requestCallback<_shop_v1_PutItemResponse__Output>): grpc.ClientUnaryCall;
  
}

export interface ShopServiceHandlers extends grpc.UntypedServiceImplementation {
  AddItem: grpc.handleUnaryCall<_shop_v1_AddItemRequest__Output, _shop_v1_AddItemResponse>;
  
  CountItems: grpc.handleClientStreamingCall<_shop_v1_CountItemsRequest__Output, _shop_v1_CountItemsResponse>;
  
  GetItem: grpc.handleUnaryCall<_shop_v1_GetItemRequest__Output, _shop_v1_GetItemResponse>;
  
  ListItems: grpc.handleServerStreamingCall<_shop_v1_ListItemsRequest__Output, _shop_v1_ListItemsResponse>;
  
  PriceItems: grpc.handleBidiStreamingCall<_shop_v1_PriceItemsRequest__Output, _shop_v1_PriceItemsResponse>;
  
  PutItem: grpc.handleUnaryCall<_shop_v1_PutItemRequest__Output, _shop_v1_PutItemResponse>;
  
}

export interface ShopServiceDefinition extends grpc.ServiceDefinition {
  AddItem: MethodDefinition<_shop_v1_AddItemRequest, _shop_v1_AddItemResponse, _shop_v1_AddItemRequest__Output, _shop_v1_AddItemResponse__Output>
  CountItems: MethodDefinition<_shop_v1_CountItemsRequest, _shop_v1_CountItemsResponse, _shop_v1_CountItemsRequest__Output, _shop_v1_CountItemsResponse__Output>
  GetItem: MethodDefinition<_shop_v1_GetItemRequest, _shop_v1_GetItemResponse, _shop_v1_GetItemRequest__Output, _shop_v1_GetItemResponse__Output>
  ListItems: MethodDefinition<_shop_v1_ListItemsRequest, _shop_v1_ListItemsResponse, _shop_v1_ListItemsRequest__Output, _shop_v1_ListItemsResponse__Output>
  PriceItems: MethodDefinition<_shop_v1_PriceItemsRequest, _shop_v1_PriceItemsResponse, _shop_v1_PriceItemsRequest__Output, _shop_v1_PriceItemsResponse__Output>
  PutItem: MethodDefinition<_shop_v1_PutItemRequest, _shop_v1_PutItemResponse, _shop_v1_PutItemRequest__Output, _shop_v1_PutItemResponse__Output>
}
