import { Metadata } from '@grpc/grpc-js';

class NoMetadata extends Metadata {
  /** grpc-js sends a copy, so as not to be surprised by later changes; nothing changes here. */
  override clone(): Metadata {
    return this;
  }
}

/** The headers or trailers of every call that has none; grpc-js would make a map for each, twice. Not to be written to. */
export const noMetadata: Metadata = new NoMetadata();
