/** What a backend's certificate says, and whether this client would take it. */
export interface PeerCertificate {
  readonly subject: string;
  readonly issuer: string;
  /** Names and addresses it is for. */
  readonly names: readonly string[];
  /** ISO 8601. */
  readonly validTo: string;
  readonly daysLeft: number;
  /** Why this client refuses it; absent when it does not. */
  readonly refused?: string;
}

/** How one backend did. */
export interface BackendReport {
  readonly address: string;
  readonly zone?: string;
  /** Until the TCP connection stood, in ms. */
  readonly connectMs?: number;
  readonly certificate?: PeerCertificate;
  /** `SERVING`, `NOT_SERVING`, …; `NOT_IMPLEMENTED` for servers without the health service. */
  readonly health?: string;
  /** Of one HTTP/2 ping, in ms. */
  readonly roundTripMs?: number;
  /** What is wrong, and what to do; absent when it takes calls. */
  readonly problem?: string;
}

/** Something worth knowing about the target as a whole. */
export interface Advice {
  readonly level: 'error' | 'warning' | 'note';
  readonly text: string;
}

/** What `grpc-kit check` found. */
export interface CheckReport {
  readonly target: string;
  /** Every backend takes calls, and they can be balanced. */
  readonly ok: boolean;
  /** How long the look-up took, in ms. */
  readonly resolvedMs?: number;
  readonly backends: readonly BackendReport[];
  readonly advice: readonly Advice[];
}
