/** A client under test, as the load generator sees it. */
export interface SubjectClient {
  /** Resolves with the name of the backend that answered; rejects with the numeric status as `code`. */
  call(deadlineMs: number): Promise<string>;
  /** Resolves when the client thinks that it can take load; plain clients resolve when they are connected. */
  ready(timeoutMs: number): Promise<void>;
  /** Opens a server stream; resolves with the status code it ends with. */
  watch(): Promise<number>;
  close(): void;
}

export interface SubjectOptions {
  /** In the form `dns://server:port/name:port`, or whatever else the client under test takes. */
  readonly target: string;
  /** For subjects that know it. */
  readonly subsetSize?: number;
  /** What a pod knows of its cluster, for `k8s:` targets. */
  readonly kubernetes?: {
    readonly serviceAccountDir: string;
    readonly env: Readonly<Record<string, string>>;
  };
  /** PEM files, for mutual TLS. */
  readonly tls?: {
    readonly caFile: string;
    readonly certFile: string;
    readonly keyFile: string;
    readonly serverName: string;
  };
}

export type SubjectName = 'kit' | 'plain' | 'nice';
