/**
 * Lengths of the Huffman codes of RFC 7541 appendix B, one character a symbol (`a` = 5 bits), 0 to 255 and EOS. The code
 * is canonical: lengths determine it.
 */
const LENGTHS =
  'isxxxxxxxtzxxzxxxxxxxxzxxxxxxxxxbffhibdgffdgdbbbaaabbbbbbbcdkbhfibccccccccccccccccccccccdcdioijbkabababbbaccbbbabcbaabccccckgjixprpprrrsrssssststtrstssssqrsrsstrqprrssqsrrtqrssqqrqsrssprrrsrrsvvporsruvvvwwvtuoqvwwvwtqqvvxwwwptpqrqqsrruuttvsvwvvwwwwwxwwwwwvz';

const EOS = 256;
const bits = Uint8Array.from(LENGTHS, (letter) => letter.charCodeAt(0) - 92);
const codes = new Uint32Array(257);

{
  const bySize = Array.from(bits, (_, symbol) => symbol).sort(
    (a, b) => (bits[a] as number) - (bits[b] as number) || a - b,
  );
  let code = 0;
  let length = 0;
  for (const symbol of bySize) {
    const size = bits[symbol] as number;
    code <<= size - length;
    length = size;
    codes[symbol] = code >>> 0;
    code += 1;
  }
}

/** Bytes that a string takes in this code. */
export function huffmanLength(text: string): number {
  let total = 0;
  for (let at = 0; at < text.length; at++) total += bits[text.charCodeAt(at) & 0xff] as number;
  return (total + 7) >>> 3;
}

/** Writes a string (one byte per character) and returns where it ends. */
export function huffmanEncode(text: string, target: Buffer, offset: number): number {
  let pending = 0;
  let pendingBits = 0;
  let at = offset;
  for (let index = 0; index < text.length; index++) {
    const symbol = text.charCodeAt(index) & 0xff;
    let code = codes[symbol] as number;
    let left = bits[symbol] as number;
    while (left > 0) {
      const taken = Math.min(left, 8 - pendingBits);
      left -= taken;
      pending = (pending << taken) | (code >>> left);
      code &= 2 ** left - 1;
      pendingBits += taken;
      if (pendingBits < 8) continue;
      target[at++] = pending;
      pending = 0;
      pendingBits = 0;
    }
  }
  if (pendingBits > 0) target[at++] = (pending << (8 - pendingBits)) | (0xff >>> pendingBits);
  return at;
}

// Decoding goes by half bytes: a state is an inner node of the code's tree, and four bits lead to the next one.
// No code is shorter than five bits, so that half a byte completes one symbol at most.
const NEXT = 0x1ff;
const EMITS = 0x200;
const FAILS = 0x400;
const SYMBOL_SHIFT = 11;
let transitions: Int32Array | undefined;
let accepting: Uint8Array | undefined;

function buildDecoder(): Int32Array {
  // Children of inner nodes; leaves are stored as -1 - symbol.
  const children: [number, number][] = [[0, 0]];
  for (let symbol = 0; symbol <= EOS; symbol++) {
    let node = 0;
    for (let bit = (bits[symbol] as number) - 1; bit >= 0; bit--) {
      const branch = (((codes[symbol] as number) >>> bit) & 1) as 0 | 1;
      const pair = children[node] as [number, number];
      if (bit === 0) pair[branch] = -1 - symbol;
      else {
        if (pair[branch] === 0) pair[branch] = children.push([0, 0]) - 1;
        node = pair[branch];
      }
    }
  }
  const table = new Int32Array(children.length * 16);
  for (let node = 0; node < children.length; node++) {
    for (let nibble = 0; nibble < 16; nibble++) {
      let at = node;
      let entry = 0;
      for (let bit = 3; bit >= 0; bit--) {
        const child = (children[at] as [number, number])[((nibble >>> bit) & 1) as 0 | 1];
        if (child >= 0) at = child;
        else if (child === -1 - EOS) entry = FAILS;
        else {
          entry |= EMITS | ((-1 - child) << SYMBOL_SHIFT);
          at = 0;
        }
      }
      table[node * 16 + nibble] = entry | at;
    }
  }
  // Padding is the beginning of EOS, shorter than a byte: the nodes on its way, at most seven bits deep.
  accepting = new Uint8Array(children.length);
  let node = 0;
  for (let depth = 0; depth <= 7; depth++) {
    accepting[node] = 1;
    node = (children[node] as [number, number])[1];
  }
  return table;
}

let scratch = Buffer.allocUnsafeSlow(512);

/** The string that these bytes stand for, or undefined when they break the code or its padding. */
export function huffmanDecode(source: Buffer, start: number, end: number): string | undefined {
  transitions ??= buildDecoder();
  // The shortest code has five bits.
  const most = Math.ceil(((end - start) * 8) / 5);
  let target = scratch;
  if (most > target.length) {
    target = Buffer.allocUnsafe(most);
    if (most <= 16_384) scratch = target;
  }
  let state = 0;
  let length = 0;
  for (let at = start; at < end; at++) {
    const byte = source[at] as number;
    for (let half = 4; half >= 0; half -= 4) {
      const entry = transitions[state * 16 + ((byte >>> half) & 15)] as number;
      if (entry & FAILS) return undefined;
      if (entry & EMITS) target[length++] = entry >>> SYMBOL_SHIFT;
      state = entry & NEXT;
    }
  }
  return accepting?.[state] === 1 ? target.toString('latin1', 0, length) : undefined;
}
