/** What reads a command's output. */
export interface Terminal {
  /** Tables for a person when true, lines of tab-separated fields for a program when false. */
  readonly isTerminal: boolean;
  readonly colour: boolean;
  readonly columns: number;
}

const codes = { red: 31, green: 32, yellow: 33, dim: 2, bold: 1 } as const;

/** A colour or weight of text. */
export type Style = keyof typeof codes;

/** A cell, coloured or not. */
export type Cell = string | { readonly text: string; readonly style: Style | undefined };

/** Rows as an aligned table with the last column wrapped, or as tab-separated lines where no person reads. */
export function formatRows(terminal: Terminal, rows: readonly (readonly Cell[])[]): string {
  if (!terminal.isTerminal) return rows.map((row) => `${row.map(plain).join('\t')}\n`).join('');
  const last = Math.max(0, ...rows.map((row) => row.length - 1));
  const widths = Array.from({ length: last }, (_, i) => Math.max(...rows.map((row) => plain(row[i] ?? '').length)));
  const indent = widths.reduce((sum, width) => sum + width + 2, 0);
  const lines = rows.flatMap((row) => {
    const cells = widths.map((width, i) => paint(terminal, row[i] ?? '', width));
    const end = row[last] ?? '';
    const [first = '', ...rest] = wrap(plain(end), Math.max(30, terminal.columns - indent));
    const tail = (text: string) => paint(terminal, typeof end === 'string' ? text : { ...end, text });
    return [[...cells, tail(first)].join('  ').trimEnd(), ...rest.map((line) => ' '.repeat(indent) + tail(line))];
  });
  return lines.map((line) => `${line}\n`).join('');
}

/** Text in a style, where colour is wanted. */
export function styled(terminal: Terminal, style: Style | undefined, text: string): string {
  return terminal.colour && style && text ? `\u001b[${codes[style]}m${text}\u001b[0m` : text;
}

function plain(cell: Cell): string {
  return printable((typeof cell === 'string' ? cell : cell.text).replace(/\s+/g, ' '));
}

/** Without what a terminal would obey, but for newlines: a process may be called anything, and so may an argument. */
export function printable(text: string): string {
  return text.replace(/[^\P{Cc}\n]/gu, (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

function paint(terminal: Terminal, cell: Cell, width = 0): string {
  const text = plain(cell);
  return (
    styled(terminal, typeof cell === 'string' ? undefined : cell.style, text) +
    ' '.repeat(Math.max(0, width - text.length))
  );
}

// Breaks at spaces, and after commas in lists of capabilities.
function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/(?<=,)(?=\S)|(?<= )/)) {
    if (line && line.length + word.trimEnd().length > width) {
      lines.push(line.trimEnd());
      line = '';
    }
    line += word;
  }
  return [...lines, line.trimEnd()];
}
