/** Who owns the old file and the new one, and what the old one's bits mean. */
export interface Succession {
  readonly mode: number;
  /** Whether the new file has the old one's group. */
  readonly sameGroup: boolean;
  /** Whether the old file has an ACL, whose mask then stands in the place of the group's bits. */
  readonly acl: boolean | undefined;
}

/**
 * The bits of a replacement: nobody gets more than the old file gave. The set-id bits are never taken over. Where the
 * group is another one, or its bits may be an ACL's mask, members of either group count as others, and others as members.
 */
export function adoptedMode({ mode, sameGroup, acl }: Succession): number {
  if (sameGroup && acl === false) return mode & 0o777;
  const both = (mode >> 3) & mode & 0o7;
  return (mode & 0o700) | (both << 3) | both;
}

/** Whether the group has rights that others do not have, so that it matters what the group's bits mean. */
export function favorsGroup(mode: number): boolean {
  return ((mode >> 3) & ~mode & 0o7) !== 0;
}
