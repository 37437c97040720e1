import type { experimental } from '@grpc/grpc-js';
import { CallTrace } from './call-trace.js';
import { WatchedSubchannel } from './watched-subchannel.js';

/** Picks for one retry or hedge, in the hope of another backend than the last. */
const TRIES = 3;

/** Lets the child pick, tells the call where it goes, and counts it; a first pick allocates nothing of its own. */
export class KitPicker implements experimental.Picker {
  readonly #child: experimental.Picker;

  constructor(child: experimental.Picker) {
    this.#child = child;
  }

  pick(args: experimental.PickArgs): experimental.PickResult {
    const trace = args.metadata.getOptions();
    if (trace instanceof CallTrace) return this.pickFor(trace, args);
    const result = this.#child.pick(args);
    return result.subchannel instanceof WatchedSubchannel ? result.subchannel.counted(result, undefined) : result;
  }

  /** A pick for a call that is known. */
  pickFor(trace: CallTrace, args: experimental.PickArgs): experimental.PickResult {
    const result = trace.backend === undefined ? this.#child.pick(args) : this.#pickAnother(args, trace.backend);
    const subchannel = result.subchannel;
    if (!(subchannel instanceof WatchedSubchannel)) return result;
    trace.attempts += 1;
    trace.backend = subchannel.backend.address;
    return subchannel.counted(result, trace);
  }

  /** What failed or lingers there is more likely to do better elsewhere. */
  #pickAnother(args: experimental.PickArgs, former: string): experimental.PickResult {
    let result = this.#child.pick(args);
    for (let tries = 1; tries < TRIES && addressOf(result) === former; tries++) result = this.#child.pick(args);
    return result;
  }
}

function addressOf({ subchannel }: experimental.PickResult): string | undefined {
  return subchannel instanceof WatchedSubchannel ? subchannel.backend.address : undefined;
}
