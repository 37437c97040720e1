import { type CallCredentials, type Metadata, type StatusObject, status } from '@grpc/grpc-js';
import type { CallTrace } from '../balancing/call-trace.js';
import type { Unseen } from '../rpc/client-stream.js';
import { addMetadataFields, grpcTimeout } from '../rpc/request-fields.js';
import type { ResponseHead } from '../rpc/response-fields.js';
import { CallAttempt } from './call-attempt.js';
import type { CallChannel, HedgingRule, WaitingCall } from './call-channel.js';
import { credentialFields } from './call-credentials.js';
import { localStatus } from './call-error.js';
import type { ParentCall } from './call-options.js';
import type { RetryRule } from './direct-route.js';
import type { Listener, OutgoingCall } from './outgoing-call.js';
import { type FollowedParent, followParent } from './parent-call.js';
import { pushbackMs, retryBackoffMs } from './retry-state.js';

/** Requests that are sent without a look at what comes in: one that never ends must not starve the process. */
const MOST_WITHOUT_PAUSE = 64;
const PARENT_CANCELLED = 'the parent call was cancelled';
const LONGEST_TIMER_MS = 2 ** 31 - 1;
/** Bytes of requests that are kept for another attempt; a call that has sent more is not sent again. */
const MOST_REPLAYED_BYTES = 1_048_576;
/** Attempts that the server has not seen cost it nothing, and still must have an end. */
const MOST_TRANSPARENT_RETRIES = 16;

/**
 * One call, from its start to its status: deadline, retries (gRFC A6), hedging, the transparent retry of what the server
 * has not seen. It is committed to an attempt with the head of its response.
 */
export class KitCall implements OutgoingCall, WaitingCall {
  readonly trace: CallTrace;
  readonly #channel: CallChannel;
  readonly #rule: RetryRule | undefined;
  readonly #hedging: HedgingRule | undefined;
  #deadline: number;
  readonly #parent: ParentCall | undefined;
  #credentials: CallCredentials | undefined;
  #headers: Metadata | undefined;
  #credentialFields: readonly string[] | undefined;
  #listener: Listener | undefined;
  /** Requests for attempts to come; without those that the attempt it is committed to has sent. */
  #messages: Buffer[] = [];
  #dropped = 0;
  #keptBytes = 0;
  #written: (() => void) | undefined;
  /** Requests that were sent. */
  #burst = 0;
  #halfClosed = false;
  #reading = false;
  #begun = false;
  /** Its credentials are on their way. */
  #awaiting = false;
  #over = false;
  #waiting = false;
  #forgetRoom: (() => void) | undefined;
  #committed: CallAttempt | undefined;
  #attempts: CallAttempt[] = [];
  #last: CallAttempt | undefined;
  /** Attempts that were begun, but for transparent retries. */
  #tries = 0;
  #failures = 0;
  #transparent = 0;
  #refused = false;
  #startedAt = 0;
  #deadlineTimer: NodeJS.Timeout | undefined;
  #retryTimer: NodeJS.Timeout | undefined;
  #followed: FollowedParent | undefined;

  constructor(channel: CallChannel, trace: CallTrace, deadline: number, parent?: ParentCall) {
    this.#channel = channel;
    this.trace = trace;
    this.#deadline = deadline;
    this.#parent = parent;
    this.#hedging = channel.hedgingRule(trace.method);
    this.#rule = this.#hedging ? undefined : channel.retryRule(trace.method);
  }

  get waitForReady(): boolean {
    return this.trace.waitForReady;
  }

  /** The backend of the attempt that answers, or of the last. */
  get peer(): string | undefined {
    return this.trace.backend;
  }

  /** Of the connection that the call is on. */
  get authContext(): object | null {
    return (this.#committed ?? this.#attempts[0] ?? this.#last)?.stream.connection.authContext ?? null;
  }

  setCredentials(credentials: CallCredentials): void {
    this.#credentials = credentials;
  }

  start(headers: Metadata, listener: Listener): void {
    this.#headers = headers;
    this.#listener = listener;
    this.#startedAt = Date.now();
    this.#channel.hold.take();
    if (this.#parent) this.#follow(this.#parent);
    this.#watchDeadline();
    const { callCredentials } = this.#channel;
    const credentials = this.#credentials
      ? (callCredentials?.compose(this.#credentials) ?? this.#credentials)
      : callCredentials;
    if (credentials) this.#awaitCredentials(credentials);
    // A call with one request is complete in this tick, and begins then: its head and its request leave as one.
    else queueMicrotask(() => this.#begin());
  }

  sendMessageWithContext(context: Parameters<OutgoingCall['sendMessageWithContext']>[0], message: Buffer): void {
    if (this.#over) return;
    const { maxSendBytes } = this.#channel;
    if (maxSendBytes !== -1 && message.length > maxSendBytes) {
      const details = `Attempted to send message with a size larger than ${maxSendBytes}`;
      this.cancelWithStatus(status.RESOURCE_EXHAUSTED, details);
      return;
    }
    this.#messages.push(message);
    this.#keptBytes += message.length;
    if (context.callback) this.#written = context.callback;
    if (this.#committed === undefined && this.#keptBytes > MOST_REPLAYED_BYTES) this.#commitTo(this.#attempts[0]);
    this.#send();
  }

  halfClose(): void {
    if (this.#over || this.#halfClosed) return;
    this.#halfClosed = true;
    if (this.#begun) this.#send();
    else this.#begin();
  }

  startRead(): void {
    this.#reading = true;
    this.#committed?.stream.read();
  }

  cancelWithStatus(code: status, details: string): void {
    if (this.#over) return;
    const ended = localStatus(code, details);
    this.#stop(ended);
    // Not from within whoever cancels.
    process.nextTick(() => this.#tell(ended));
  }

  // Of WaitingCall.

  retryPick(): void {
    this.#waiting = false;
    if (!this.#over) this.#attempt();
  }

  // Told by attempts.

  attemptHead(attempt: CallAttempt, head: ResponseHead): void {
    this.#commitTo(attempt);
    const { metadata } = head;
    this.#addPreviousAttempts(metadata);
    guarded(() => this.#listener?.onReceiveMetadata(metadata));
    if (this.#reading && !this.#over) attempt.stream.read();
  }

  attemptMessage(message: Buffer): void {
    if (this.#over) return;
    this.#reading = false;
    guarded(() => this.#listener?.onReceiveMessage(message));
  }

  attemptDrained(attempt: CallAttempt): void {
    if (attempt === (this.#committed ?? this.#attempts[0])) this.#tellWritten();
  }

  attemptEnded(attempt: CallAttempt, ended: StatusObject, unseen: Unseen | undefined): void {
    this.#last = attempt;
    this.#attempts = this.#attempts.filter((other) => other !== attempt);
    if (this.#over) return;
    if (ended.code === status.OK) this.#channel.throttle.succeeded();
    else if (this.#committed === undefined && this.#goesOn(ended, unseen)) return;
    this.#stop(ended);
    this.#tell(ended);
  }

  #begin(): void {
    if (this.#begun || this.#over || this.#awaiting) return;
    this.#begun = true;
    if (this.#deadline <= Date.now()) {
      this.#late();
      return;
    }
    this.#tries += 1;
    this.#attempt();
    if (this.#hedging) this.#hedgeLater(this.#hedging, this.#hedging.delayMs);
  }

  #awaitCredentials(credentials: CallCredentials): void {
    this.#awaiting = true;
    credentialFields(credentials, this.#channel, this.trace.method).then(
      (fields) => {
        this.#awaiting = false;
        this.#credentialFields = fields;
        this.#begin();
      },
      (ended: StatusObject) => {
        if (this.#over) return;
        this.#stop(ended);
        this.#tell(ended);
      },
    );
  }

  /** Gives the call to a backend, or has it wait for one. */
  #attempt(): void {
    const channel = this.#channel;
    const subchannel = channel.pick(this.trace);
    if (subchannel === undefined) {
      this.#await();
      return;
    }
    const connection = subchannel.pick();
    if (connection === undefined) {
      this.#forgetRoom = subchannel.whenRoom(() => {
        this.#forgetRoom = undefined;
        if (!this.#over) this.#attempt();
      });
      return;
    }
    this.trace.attempts += 1;
    this.trace.backend = subchannel.backend.address;
    const attempt = new CallAttempt(this, channel, subchannel, connection);
    this.#attempts.push(attempt);
    attempt.stream.sendHead(channel.requestFields(this.trace.method), this.#ownFields());
    if (this.#keptBytes > MOST_REPLAYED_BYTES) this.#commitTo(attempt);
    this.#sendBy(attempt);
  }

  #await(): void {
    const refusal = this.#channel.refusal(this.waitForReady);
    if (refusal === undefined) {
      this.#waiting = true;
      this.#channel.wait(this);
      return;
    }
    // Another attempt may still be answered.
    if (this.#attempts.length > 0) return;
    const ended = localStatus(status.UNAVAILABLE, refusal);
    if (this.#goesOn(ended, undefined)) return;
    this.#stop(ended);
    process.nextTick(() => this.#tell(ended));
  }

  #ownFields(): readonly string[] | undefined {
    const fields: string[] = [];
    if (this.#deadline !== Number.POSITIVE_INFINITY) {
      fields.push('grpc-timeout', grpcTimeout(this.#deadline - Date.now()));
    }
    if (this.#tries > 1) fields.push('grpc-previous-rpc-attempts', `${this.#tries - 1}`);
    if (this.#headers) addMetadataFields(fields, this.#headers);
    if (this.#credentialFields) fields.push(...this.#credentialFields);
    return fields.length === 0 ? undefined : fields;
  }

  #send(): void {
    if (!this.#begun) return;
    if (this.#committed) this.#sendBy(this.#committed);
    else for (const attempt of this.#attempts) this.#sendBy(attempt);
  }

  #sendBy(attempt: CallAttempt): void {
    const { stream } = attempt;
    const count = this.#dropped + this.#messages.length;
    while (attempt.sent < count) {
      const message = this.#messages[attempt.sent - this.#dropped];
      attempt.sent += 1;
      stream.send(message, false, this.#halfClosed && attempt.sent === count);
      if (this.#halfClosed && attempt.sent === count) attempt.sent = Number.POSITIVE_INFINITY;
    }
    if (this.#halfClosed && attempt.sent === count) {
      stream.send(undefined, false, true);
      attempt.sent = Number.POSITIVE_INFINITY;
    }
    if (attempt === this.#committed) this.#dropSent(attempt);
    if (stream.pendingBytes > 0 || this.#written === undefined) return;
    this.#burst += 1;
    if (this.#burst % MOST_WITHOUT_PAUSE !== 0) this.#tellWritten();
    else setImmediate(() => this.#tellWritten());
  }

  #dropSent(attempt: CallAttempt): void {
    const sent = Math.min(attempt.sent - this.#dropped, this.#messages.length);
    this.#messages.splice(0, sent);
    this.#dropped += sent;
  }

  #tellWritten(): void {
    const written = this.#written;
    this.#written = undefined;
    if (written) guarded(written);
  }

  #commitTo(attempt: CallAttempt | undefined): void {
    if (attempt === undefined || this.#committed === attempt) return;
    this.#committed = attempt;
    clearTimeout(this.#retryTimer);
    const others = this.#attempts.filter((other) => other !== attempt);
    for (const other of others) other.cancel(localStatus(status.CANCELLED, 'another attempt was answered'));
    this.#attempts = [attempt];
    if (this.#waiting) this.#channel.forget(this);
    this.#forgetRoom?.();
    this.#dropSent(attempt);
  }

  /** Whether the call goes on after an attempt that failed. */
  #goesOn(ended: StatusObject, unseen: Unseen | undefined): boolean {
    // A server that refuses a stream twice means it.
    const again = unseen === 'unsent' ? this.#transparent < MOST_TRANSPARENT_RETRIES : unseen && !this.#refused;
    if (again) {
      this.#transparent += 1;
      this.#refused ||= unseen === 'refused';
      this.#attempt();
      return true;
    }
    const { code, metadata } = ended;
    const waitMs = pushbackMs(metadata);
    if (this.#hedging) return this.#goesOnHedging(this.#hedging, code, waitMs);
    const rule = this.#rule;
    if (!rule?.codes.has(code)) return false;
    const { throttle } = this.#channel;
    throttle.failed();
    this.#failures += 1;
    if (this.#failures >= rule.maxAttempts || waitMs < 0 || !throttle.allows) return false;
    this.#retryTimer = setTimeout(
      () => {
        this.#tries += 1;
        this.#attempt();
      },
      Number.isNaN(waitMs) ? retryBackoffMs(rule, this.#failures) : waitMs,
    );
    return true;
  }

  /** UNAVAILABLE leaves the call to its other attempts, and brings the next one forward. */
  #goesOnHedging(rule: HedgingRule, code: status, waitMs: number): boolean {
    if (code !== status.UNAVAILABLE) return false;
    const { throttle } = this.#channel;
    throttle.failed();
    const more = this.#tries < rule.maxAttempts && throttle.allows && !(waitMs < 0);
    if (waitMs < 0) this.#tries = rule.maxAttempts;
    if (more) this.#hedgeLater(rule, Number.isNaN(waitMs) ? 0 : waitMs);
    return more || this.#attempts.length > 0;
  }

  #hedgeLater(rule: HedgingRule, delayMs: number): void {
    clearTimeout(this.#retryTimer);
    if (this.#tries >= rule.maxAttempts || this.#committed) return;
    this.#retryTimer = setTimeout(() => {
      if (this.#over || this.#committed || !this.#channel.throttle.allows) return;
      this.#tries += 1;
      this.#attempt();
      this.#hedgeLater(rule, rule.delayMs);
    }, delayMs);
  }

  #follow(parent: ParentCall): void {
    this.#followed = followParent(parent, () => this.cancelWithStatus(status.CANCELLED, PARENT_CANCELLED));
    this.#deadline = Math.min(this.#deadline, this.#followed.deadline);
    if (this.#followed.cancelled) this.cancelWithStatus(status.CANCELLED, PARENT_CANCELLED);
  }

  #watchDeadline(): void {
    const leftMs = this.#deadline - Date.now();
    if (leftMs > LONGEST_TIMER_MS) return;
    this.#deadlineTimer = setTimeout(() => this.#late(), Math.max(0, leftMs));
  }

  #late(): void {
    const { backend } = this.trace;
    const where = backend === undefined ? `; ${this.#channel.pendingReason}` : `,remote_addr=${backend}`;
    const seconds = ((Date.now() - this.#startedAt) / 1_000).toFixed(3);
    this.cancelWithStatus(status.DEADLINE_EXCEEDED, `Deadline exceeded after ${seconds}s${where}`);
  }

  /** Lets go of everything that the call holds. */
  #stop(ended: StatusObject): void {
    if (this.#over) return;
    this.#over = true;
    clearTimeout(this.#deadlineTimer);
    clearTimeout(this.#retryTimer);
    if (this.#waiting) this.#channel.forget(this);
    this.#forgetRoom?.();
    this.#followed?.release();
    for (const attempt of this.#attempts) attempt.cancel(ended);
    this.#attempts = [];
    this.#messages = [];
    this.#channel.hold.release();
  }

  #addPreviousAttempts(metadata: Metadata): void {
    if (this.#tries > 1) metadata.set('grpc-previous-rpc-attempts', `${this.#tries - 1}`);
  }

  #tell(ended: StatusObject): void {
    this.#addPreviousAttempts(ended.metadata);
    guarded(() => this.#listener?.onReceiveStatus(ended));
  }
}

/** What throws in here is the caller's code; it must not end the connection of all the other calls. */
function guarded(call: () => void): void {
  try {
    call();
  } catch (error) {
    process.nextTick(() => {
      throw error;
    });
  }
}
