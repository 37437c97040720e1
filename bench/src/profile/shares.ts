import type { Profiler } from 'node:inspector';

export type Owner = 'kit' | 'grpc-js' | 'node' | 'garbage collection' | 'native code' | 'others';

/** Who a process spent its CPU samples on. */
export interface Shares {
  /** Parts of 1; idle samples are left out. */
  readonly owners: Readonly<Record<Owner, number>>;
  /** The functions of the kit that cost most, by their own samples. */
  readonly kit: readonly { readonly name: string; readonly share: number }[];
}

type Node = Profiler.ProfileNode;

const MOST_FUNCTIONS = 12;

/**
 * A CPU profile by owner. Samples are counted, not timed: a process that has to wait for its processor gets long
 * samples and no more of them. What has no source (built-in functions) belongs to its caller.
 */
export function sharesOf(profile: Profiler.Profile): Shares {
  const owners: Record<Owner, number> = {
    kit: 0,
    'grpc-js': 0,
    node: 0,
    'garbage collection': 0,
    'native code': 0,
    others: 0,
  };
  const functions = new Map<string, number>();
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  let total = 0;

  function visit(node: Node, callerOwner: Owner, callerName: string): void {
    const { functionName, url } = node.callFrame;
    const owner = ownerOf(node) ?? callerOwner;
    const name = url === '' ? callerName : functionName || '(anonymous)';
    const hits = functionName === '(idle)' ? 0 : (node.hitCount ?? 0);
    total += hits;
    owners[owner] += hits;
    if (owner === 'kit') functions.set(name, (functions.get(name) ?? 0) + hits);
    for (const child of node.children ?? []) visit(nodes.get(child) as Node, owner, name);
  }

  const [root] = profile.nodes;
  if (root) visit(root, 'native code', '');
  for (const owner of Object.keys(owners) as Owner[]) owners[owner] /= total;
  const kit = [...functions]
    .map(([name, hits]) => ({ name, share: hits / total }))
    .sort((a, b) => b.share - a.share)
    .slice(0, MOST_FUNCTIONS);
  return { owners, kit };
}

function ownerOf({ callFrame: { functionName, url } }: Node): Owner | undefined {
  if (functionName === '(garbage collector)') return 'garbage collection';
  if (functionName === '(program)') return 'native code';
  if (url.startsWith('node:')) return 'node';
  if (url.includes('/@grpc/grpc-js/')) return 'grpc-js';
  if (url.includes('/grpc-kit/')) return 'kit';
  return url === '' ? undefined : 'others';
}
