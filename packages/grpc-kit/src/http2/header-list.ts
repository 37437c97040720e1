/**
 * What a header block said. Equal blocks on a connection share one object for as long as the dynamic table stands, so
 * that the layer above has to understand it only once.
 */
export class HeaderList {
  /** Name, value, name, value, …; names in lower case, pseudo-header fields first. Values hold one byte per character. */
  readonly fields: readonly string[];
  /** Uncompressed size in bytes: names, values and 32 for each field (RFC 9113 section 6.5.2). */
  readonly size: number;
  /** The list is larger than `maxHeaderListSize`; `fields` holds its beginning. */
  readonly truncated: boolean;
  /** A place for the layer above to keep what it made of this list. */
  meaning: unknown = undefined;
  /** Why it cannot be the head of a request, a response, or trailers; see `headerListFault`. */
  faults: (string | null | undefined)[] = [undefined, undefined, undefined];

  constructor(fields: readonly string[], size: number, truncated: boolean) {
    this.fields = fields;
    this.size = size;
    this.truncated = truncated;
  }

  /** The first value of a name. */
  get(name: string): string | undefined {
    const { fields } = this;
    for (let at = 0; at < fields.length; at += 2) if (fields[at] === name) return fields[at + 1];
    return undefined;
  }
}
