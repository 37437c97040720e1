/** A gRPC client under measurement; all of them talk to the same server. */
export interface CallSubject {
  /** Sends the payload and resolves with the reply's length. */
  unary(payload: Buffer): Promise<number>;
  /** Reads a stream of `count` messages of `size` bytes; resolves with how many came. */
  download(count: number, size: number): Promise<number>;
  close(): void | Promise<void>;
}

export type OpenSubject = (address: string) => CallSubject | Promise<CallSubject>;
