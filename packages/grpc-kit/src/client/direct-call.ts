import {
  CallCredentials,
  connectivityState,
  type experimental,
  type Metadata,
  type StatusObject,
  status,
} from '@grpc/grpc-js';
import type { CallTrace } from '../balancing/call-trace.js';
import { settledStatus } from '../call-status.js';
import { localStatus } from './call-error.js';
import type { DirectRoute, RetryRule } from './direct-route.js';
import { ACCEPTED_ENCODINGS, frame, unframe } from './message-frame.js';
import type { Listener, OutgoingCall } from './outgoing-call.js';
import { pushbackMs } from './retry-state.js';

type Attempt = ReturnType<ReturnType<experimental.SubchannelInterface['getRealSubchannel']>['createCall']>;
type EndedAttempt = StatusObject & { readonly rstCode?: number };

/** HTTP/2: the server has not looked at the stream. */
const REFUSED_STREAM = 7;
const LONGEST_TIMER_MS = 2 ** 31 - 1;
const NOTHING = Object.freeze({});
const NO_CREDENTIALS = CallCredentials.createEmpty();

/**
 * A call with one request that goes to a backend's connection without the layers of grpc-js's channel: one pick, one
 * stream. It keeps their promises: deadline, retries (gRFC A6), the transparent retry of refused streams. What it
 * cannot do it leaves to a call of the channel.
 */
export class DirectCall implements OutgoingCall {
  readonly #route: DirectRoute;
  readonly #trace: CallTrace;
  readonly #deadline: number;
  readonly #viaChannel: () => OutgoingCall;
  readonly #rule: RetryRule | undefined;
  #headers: Metadata | undefined;
  #listener: Listener | undefined;
  #message: Buffer | undefined;
  #framed: readonly Buffer[] = [];
  #attempt: Attempt | undefined;
  #authContext: ReturnType<Attempt['getAuthContext']> | null = null;
  #picked: experimental.PickResult | undefined;
  #encoding = 'identity';
  #reading = false;
  #answered = false;
  #refused = false;
  #over = false;
  #failures = 0;
  #failed: EndedAttempt | undefined;
  #deadlineTimer: NodeJS.Timeout | undefined;
  #backoffTimer: NodeJS.Timeout | undefined;
  #fallback: OutgoingCall | undefined;

  constructor(route: DirectRoute, trace: CallTrace, deadline: number, viaChannel: () => OutgoingCall) {
    this.#route = route;
    this.#trace = trace;
    this.#deadline = deadline;
    this.#viaChannel = viaChannel;
    this.#rule = route.retryRule(trace.method);
  }

  /** Of the connection of the last attempt. */
  get authContext(): ReturnType<Attempt['getAuthContext']> | null {
    return this.#authContext;
  }

  start(headers: Metadata, listener: Listener): void {
    this.#headers = headers;
    this.#listener = listener;
  }

  sendMessageWithContext(context: Parameters<OutgoingCall['sendMessageWithContext']>[0], message: Buffer): void {
    // Who wants to know when there is room for more has more to send.
    if (context.callback !== undefined && !this.#over) this.#fallback ??= this.#startViaChannel();
    if (this.#fallback) this.#fallback.sendMessageWithContext(context, message);
    else this.#message = message;
  }

  /** A call with one request is complete now, and begins. */
  halfClose(): void {
    const { maxSendBytes } = this.#route;
    if (this.#over) return;
    if (this.#message === undefined) {
      this.#fallback ??= this.#startViaChannel();
      this.#fallback?.halfClose();
    } else if (maxSendBytes !== -1 && this.#message.length > maxSendBytes) {
      const details = `Attempted to send message with a size larger than ${maxSendBytes}`;
      this.cancelWithStatus(status.RESOURCE_EXHAUSTED, details);
    } else {
      this.#framed = frame(this.#message);
      this.#begin();
    }
  }

  startRead(): void {
    this.#reading = true;
    (this.#fallback ?? this.#attempt)?.startRead();
  }

  cancelWithStatus(code: status, details: string): void {
    if (this.#fallback) this.#fallback.cancelWithStatus(code, details);
    else if (!this.#over) this.#end(localStatus(code, details), true);
  }

  // What a connection tells of the attempt that is under way.

  onReceiveMetadata(headers: Metadata): void {
    this.#answered = true;
    const [encoding] = headers.get('grpc-encoding');
    if (typeof encoding === 'string') this.#encoding = encoding;
    headers.remove('grpc-encoding');
    headers.remove('grpc-accept-encoding');
    this.#listener?.onReceiveMetadata(headers);
  }

  onReceiveMessage(framed: Buffer): void {
    if (this.#over) return;
    let message: Buffer;
    try {
      message = unframe(framed, this.#encoding, this.#route.maxReceiveBytes);
    } catch (error) {
      // The same status as a message that is too large without compression has.
      const tooLarge = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
      const why = error instanceof Error ? error.message : String(error);
      const details = tooLarge
        ? `the response is larger than ${this.#route.maxReceiveBytes} bytes once it is decompressed`
        : `the response cannot be decompressed: ${why}`;
      this.#end(localStatus(tooLarge ? status.RESOURCE_EXHAUSTED : status.INTERNAL, details), true);
      return;
    }
    this.#listener?.onReceiveMessage(message);
  }

  onReceiveStatus(received: EndedAttempt): void {
    const ended: EndedAttempt = settledStatus(received);
    const picked = this.#picked;
    this.#attempt = undefined;
    this.#picked = undefined;
    // It belongs to the object it came from only by name: grpc-js, too, calls it by itself.
    const { onCallEnded } = picked ?? {};
    onCallEnded?.(ended.code, ended.details, ended.metadata);
    if (this.#over) return;
    if (ended.code === status.OK) this.#route.throttle.succeeded();
    else if (this.#goesOn(ended)) return;
    this.#end(ended, false);
  }

  #begin(): void {
    const picked = this.#route.pick(this.#trace);
    const subchannel = picked?.subchannel;
    if (!picked || !subchannel) {
      this.#wait();
      return;
    }
    const connection = subchannel.getRealSubchannel();
    // The channel merges the credentials of its calls into their headers; this way does not.
    const bare = connection.getCallCredentials()._equals(NO_CREDENTIALS);
    const attempt = bare ? this.#createCall(connection) : undefined;
    if (attempt === undefined) {
      this.#trace.attempts -= 1;
      if (bare) this.#wait();
      else this.#goViaChannel();
      return;
    }
    this.#attempt = attempt;
    this.#authContext = this.#attempt.getAuthContext();
    this.#picked = picked;
    picked.onCallStarted?.();
    if (this.#deadlineTimer === undefined) this.#watchDeadline();
    if (this.#reading) this.#attempt.startRead();
    for (const part of this.#framed) this.#attempt.sendMessageWithContext(NOTHING, part);
    this.#attempt.halfClose();
  }

  /** Undefined when the connection is lost, and who picked it has not heard yet. */
  #createCall(connection: ReturnType<experimental.SubchannelInterface['getRealSubchannel']>): Attempt | undefined {
    // Only what turns them into HTTP/2 headers is asked of these.
    const headers = { toHttp2Headers: () => this.#http2Headers() } as unknown as Metadata;
    try {
      return connection.createCall(headers, this.#route.authority, this.#trace.method, this);
    } catch (error) {
      if (connection.getConnectivityState() === connectivityState.READY) throw error;
      return undefined;
    }
  }

  /**
   * No backend takes calls now. The channel knows whether to wait or to fail, but would count attempts anew: a call that
   * has failed before waits here, or ends as it failed.
   */
  #wait(): void {
    const failed = this.#failed;
    const rule = this.#rule;
    if (failed === undefined || rule === undefined) this.#goViaChannel();
    else if (this.#trace.waitForReady) this.#backoffTimer = setTimeout(() => this.#begin(), this.#backoff(rule));
    else this.#end(failed, false);
  }

  #http2Headers(): ReturnType<Metadata['toHttp2Headers']> {
    const headers = this.#headers?.toHttp2Headers() ?? {};
    headers['grpc-accept-encoding'] = ACCEPTED_ENCODINGS;
    headers['accept-encoding'] = 'identity';
    if (this.#deadline !== Number.POSITIVE_INFINITY) headers['grpc-timeout'] = timeout(this.#deadline);
    if (this.#failures > 0) headers['grpc-previous-rpc-attempts'] = `${this.#failures}`;
    return headers;
  }

  #watchDeadline(): void {
    const leftMs = this.#deadline - Date.now();
    if (leftMs > LONGEST_TIMER_MS) return;
    const late = (): void => {
      const { backend } = this.#trace;
      const where = backend === undefined ? '' : `,remote_addr=${backend}`;
      this.cancelWithStatus(
        status.DEADLINE_EXCEEDED,
        `Deadline exceeded after ${(leftMs / 1_000).toFixed(3)}s${where}`,
      );
    };
    this.#deadlineTimer = setTimeout(late, Math.max(0, leftMs));
  }

  /** Whether the call goes on with another attempt. */
  #goesOn(ended: EndedAttempt): boolean {
    if (this.#answered) return false;
    if (ended.rstCode === REFUSED_STREAM && !this.#refused) {
      this.#refused = true;
      this.#begin();
      return true;
    }
    const rule = this.#rule;
    const { code } = ended;
    if (!rule?.codes.has(code)) return false;
    const { throttle } = this.#route;
    throttle.failed();
    this.#failures += 1;
    this.#failed = ended;
    const waitMs = pushbackMs(ended.metadata);
    if (this.#failures >= rule.maxAttempts || waitMs < 0 || !throttle.allows) return false;
    this.#backoffTimer = setTimeout(() => this.#begin(), Number.isNaN(waitMs) ? this.#backoff(rule) : waitMs);
    return true;
  }

  #backoff({ initialBackoffMs, maxBackoffMs }: RetryRule): number {
    const jitter = 0.8 + 0.4 * Math.random();
    return jitter * Math.min(initialBackoffMs * 2 ** (this.#failures - 1), maxBackoffMs);
  }

  #goViaChannel(): void {
    clearTimeout(this.#deadlineTimer);
    this.#fallback = this.#startViaChannel();
    this.#fallback?.sendMessageWithContext({}, this.#message as Buffer);
    this.#fallback?.halfClose();
  }

  #startViaChannel(): OutgoingCall | undefined {
    try {
      const call = this.#viaChannel();
      call.start(this.#headers as Metadata, this.#listener as Listener);
      if (this.#reading) call.startRead();
      return call;
    } catch (error) {
      this.#end(localStatus(status.UNAVAILABLE, error instanceof Error ? error.message : String(error)), false);
      return undefined;
    }
  }

  #end(ended: StatusObject, cancelled: boolean): void {
    this.#over = true;
    clearTimeout(this.#deadlineTimer);
    clearTimeout(this.#backoffTimer);
    if (cancelled) this.#attempt?.cancelWithStatus(ended.code, ended.details);
    this.#listener?.onReceiveStatus(ended);
  }
}

/** The time left, as the `grpc-timeout` header has it: at most eight digits and a unit. */
function timeout(deadline: number): string {
  const leftMs = Math.max(0, Math.ceil(deadline - Date.now()));
  return leftMs < 100_000_000 ? `${leftMs}m` : `${Math.min(99_999_999, Math.ceil(leftMs / 1_000))}S`;
}
