/** One line of /proc/self/mountinfo, see proc_pid_mountinfo(5). */
export interface Mount {
  readonly id: number;
  /** Where it is mounted. */
  readonly point: string;
  /** Which part of the file system is mounted there; for a bind mount, the directory or file bound. */
  readonly root: string;
  readonly fsType: string;
  readonly source: string;
  /** Flags of this mount. */
  readonly options: readonly string[];
  /** Flags of the file system, shared by all its mounts. */
  readonly superOptions: readonly string[];
}

/** Parses mountinfo read as latin1, so that names of any bytes survive; lines that make no sense are left out. */
export function parseMountinfo(text: string): Mount[] {
  return text.split('\n').flatMap((line) => {
    const [left, right] = line.split(' - ', 2);
    const [id, , , root, point, options] = left?.split(' ') ?? [];
    const [fsType, source, superOptions] = right?.split(' ') ?? [];
    if (!id || !root || !point || !options || !fsType) return [];
    return [
      {
        id: Number(id),
        point: decodeField(point),
        root: decodeField(root),
        fsType: decodeField(fsType),
        source: decodeField(source ?? ''),
        options: options.split(','),
        superOptions: superOptions?.split(',') ?? [],
      },
    ];
  });
}

/** The kernel writes space, tab, newline and backslash as three octal digits, all else as it is. */
function decodeField(field: string): string {
  const bytes = field.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
