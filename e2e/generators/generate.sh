#!/usr/bin/env bash
# Generates the same service with every generator: npm run gen
set -euo pipefail
cd "$(dirname "$0")"
buf generate
mkdir -p src/gen/proto-loader src/gen/protobufjs
proto-loader-gen-types --grpcLib=@grpc/grpc-js --targetFileExtension=.ts --importFileExtension=.js \
  --outDir=src/gen/proto-loader --includeDirs=proto -- shop/v1/shop.proto
pbjs --target static-module --wrap es6 --es6 --dependency protobufjs/minimal.js -p proto \
  --out src/gen/protobufjs/shop.js shop/v1/shop.proto
pbts --out src/gen/protobufjs/shop.d.ts src/gen/protobufjs/shop.js
# protobuf-ts imports without extensions, which Node does not resolve.
sed -i -E 's#from "(\./[a-z]+)"#from "\1.js"#' src/gen/protobuf-ts/shop/v1/*.ts
