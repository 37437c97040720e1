/** Stops retries while too much fails (gRFC A6): every failure costs a token, every success earns part of one. */
export class RetryThrottle {
  readonly #maxTokens: number;
  readonly #tokenRatio: number;
  #tokens: number;

  constructor({ maxTokens, tokenRatio }: { readonly maxTokens: number; readonly tokenRatio: number }) {
    this.#maxTokens = maxTokens;
    this.#tokenRatio = tokenRatio;
    this.#tokens = maxTokens;
  }

  get allows(): boolean {
    return this.#tokens > this.#maxTokens / 2;
  }

  succeeded(): void {
    this.#tokens = Math.min(this.#tokens + this.#tokenRatio, this.#maxTokens);
  }

  failed(): void {
    this.#tokens = Math.max(this.#tokens - 1, 0);
  }
}
