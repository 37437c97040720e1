import { wholeService } from '../method-table.js';
import type { MethodConfig } from './method-config.js';
import { cannotHonor } from './refusals.js';

const settings = { deadlineMs: 'timeout', retry: 'retryPolicy', hedging: 'hedgingPolicy' } as const;

/**
 * In a service config the entry of a method hides those of its service and of every method, also where it says nothing.
 * A policy has no word for that, and to retry what the config leaves out would be wrong.
 * @throws GrpcKitError `ERR_POLICY_INVALID` that names the entry and what it hides.
 */
export function refuseHiding(entries: readonly MethodConfig[], option: string): void {
  for (const setting of Object.keys(settings) as (keyof typeof settings)[]) {
    for (const [index, entry] of entries.entries()) {
      if (entry.methods === 'every' || says(entry, setting)) continue;
      const hiding = entry.methods.find((path) => entries.some((other) => other[setting] && covers(other, path)));
      if (hiding === undefined) continue;
      const name = settings[setting];
      const remedy = `it hides the ${name} of a wider entry: repeat that here, or name the methods there one by one`;
      cannotHonor(`${option}[${index}]`, hiding, remedy);
    }
  }
}

/** Hedged methods are not retried, so they need not say so. */
function says(entry: MethodConfig, setting: keyof typeof settings): boolean {
  return entry[setting] !== undefined || (setting === 'retry' && entry.hedging !== undefined);
}

function covers({ methods }: MethodConfig, path: string): boolean {
  return methods === 'every' || methods.includes(wholeService(path));
}
