/** What a hostile peer does to a server. */
export interface Attack {
  readonly name: string;
  /** Attacks the port until the signal aborts; `cut` is told of each connection that the server ended. */
  start(port: number, signal: AbortSignal, cut: () => void): void;
}

/** How soon an attacker whose connection was cut is back, in ms. */
export const BACK_AFTER_MS = 20;
