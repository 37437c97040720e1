import type { SayHelloResponse, WhoAmIResponse } from '@org/example-proto';

/** How long a call may take, and what ends it early. */
export interface CallLimits {
  readonly deadlineMs: number;
  readonly signal?: AbortSignal;
}

/** One backend as the client sees it. */
export interface Backend {
  /** address:port. */
  readonly address: string;
  readonly state: string;
  /** Why it takes no calls, where that is known. */
  readonly reason?: string;
}

/** All that this service needs from the other side; who implements it may balance as it likes. */
export interface Greeter {
  sayHello(name: string, limits: CallLimits): Promise<SayHelloResponse>;
  whoAmI(limits: CallLimits): Promise<WhoAmIResponse>;
  /** Asks one backend instead of whichever is next. */
  whoIs(address: string, limits: CallLimits): Promise<WhoAmIResponse>;
  backends(): readonly Backend[];
  /** Why no backend is known, in one sentence; undefined while there are some. */
  problem(): string | undefined;
  close(): Promise<void>;
}
