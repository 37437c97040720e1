/** The subject alternative names of a certificate, by kind. */
export interface SubjectAltNames {
  readonly dnsNames: readonly string[];
  readonly uris: readonly string[];
  readonly ipAddresses: readonly string[];
  readonly emails: readonly string[];
}

const KINDS: ReadonlyMap<string, keyof SubjectAltNames> = new Map([
  ['DNS', 'dnsNames'],
  ['URI', 'uris'],
  ['IP Address', 'ipAddresses'],
  ['email', 'emails'],
]);

/** One name: its kind, and its value plain or as a JSON string, which Node writes where a plain one could mislead (CVE-2021-44532). */
const ENTRY = /([A-Za-z0-9 ]+):("(?:[^"\\]|\\.)*"|(?!")[^,]*)(?:, |$)/y;

/** Reads Node's `X509Certificate.subjectAltName`. Text that it would not write gives no names at all. */
export function subjectAltNames(text: string | undefined): SubjectAltNames {
  const names = { dnsNames: [] as string[], uris: [] as string[], ipAddresses: [] as string[], emails: [] as string[] };
  if (text === undefined) return names;
  ENTRY.lastIndex = 0;
  while (ENTRY.lastIndex < text.length) {
    const [, kind = '', written = ''] = ENTRY.exec(text) ?? [];
    const value = unquoted(written);
    if (kind === '' || value === undefined) return { dnsNames: [], uris: [], ipAddresses: [], emails: [] };
    const list = KINDS.get(kind);
    if (list) names[list].push(value);
  }
  return names;
}

function unquoted(written: string): string | undefined {
  if (!written.startsWith('"')) return written;
  try {
    return JSON.parse(written) as string;
  } catch {
    return undefined;
  }
}
