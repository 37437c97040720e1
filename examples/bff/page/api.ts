interface Reply {
  readonly ok: boolean;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Asks the service; a failure is a reply like any other, with its reason as `detail`. */
export async function ask(path: string, body?: object): Promise<Reply> {
  const post = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  try {
    const reply = await fetch(path, body && post);
    return { ok: reply.ok, body: (await reply.json()) as Record<string, unknown> };
  } catch (error) {
    return { ok: false, body: { detail: `no answer: ${(error as Error).message}` } };
  }
}

/** Why it did not work. */
export function reasonOf({ body }: Reply): string {
  return String(body['detail'] ?? 'it did not work, and nobody said why');
}
