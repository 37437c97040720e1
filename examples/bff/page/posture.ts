import type { Identity } from './identity.js';

interface PostureReply {
  readonly self: Identity;
  readonly backends: readonly {
    readonly address: string;
    readonly identity: Identity | null;
    readonly problem: { readonly code: string; readonly reason: string } | null;
  }[];
}

const SETTLE_MS = 400;
const RETRY_MS = 3000;

/** Asks for identities when something that they depend on has changed, and again when some server did not answer. */
export function followPosture(show: (posture: PostureReply) => void): (dependsOn: string) => void {
  let known = '';
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function ask(): Promise<void> {
    try {
      const reply = await fetch('/api/posture');
      if (!reply.ok) throw new Error(reply.statusText);
      const posture = (await reply.json()) as PostureReply;
      show(posture);
      if (posture.backends.some(({ identity }) => identity === null)) schedule(RETRY_MS);
    } catch {
      schedule(RETRY_MS);
    }
  }

  function schedule(ms: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => void ask(), ms);
  }

  return (dependsOn) => {
    if (dependsOn === known) return;
    known = dependsOn;
    schedule(SETTLE_MS);
  };
}
