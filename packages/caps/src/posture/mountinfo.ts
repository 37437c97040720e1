/** One line of /proc/PID/mountinfo (proc(5)). */
export interface Mount {
  readonly mountPoint: string;
  /** The directory of the filesystem that is mounted. */
  readonly root: string;
  readonly type: string;
  readonly source: string;
  /** Options of this mount. */
  readonly options: readonly string[];
  /** Options of the filesystem, which count for all its mounts. */
  readonly superOptions: readonly string[];
  /** Neither this mount nor its filesystem is `ro`. */
  readonly writable: boolean;
}

/** Reads mountinfo; where mounts are stacked on one point, only the topmost. Malformed lines are left out. */
export function parseMountinfo(text: string): Mount[] {
  const mounts = new Map<string, Mount>();
  for (const line of text.split('\n')) {
    const [before = '', after = ''] = line.split(' - ', 2);
    const [, , , root, mountPoint, options] = before.split(' ');
    const [type, source, superOptions] = after.split(' ');
    if (!root || !mountPoint || !options || !type || source === undefined) continue;
    const [own, whole] = [options.split(','), (superOptions ?? '').split(',')];
    const path = unescapeOctal(mountPoint);
    mounts.delete(path);
    mounts.set(path, {
      mountPoint: path,
      root: unescapeOctal(root),
      type,
      source: unescapeOctal(source),
      options: own,
      superOptions: whole,
      writable: !own.includes('ro') && !whole.includes('ro'),
    });
  }
  return [...mounts.values()];
}

// The kernel writes space, tab, newline and backslash as \040 \011 \012 \134.
function unescapeOctal(field: string): string {
  return field.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}
