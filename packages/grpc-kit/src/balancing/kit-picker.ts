import type { experimental } from '@grpc/grpc-js';
import { CallTrace } from './call-trace.js';
import { WatchedSubchannel } from './watched-subchannel.js';

/** Lets the child pick, tells the call where it goes, and counts it; a pick allocates nothing of its own. */
export class KitPicker implements experimental.Picker {
  readonly #child: experimental.Picker;

  constructor(child: experimental.Picker) {
    this.#child = child;
  }

  pick(args: experimental.PickArgs): experimental.PickResult {
    const result = this.#child.pick(args);
    const subchannel = result.subchannel;
    if (!(subchannel instanceof WatchedSubchannel)) return result;
    const trace = args.metadata.getOptions();
    if (trace instanceof CallTrace) {
      trace.attempts += 1;
      trace.backend = subchannel.backend.address;
    }
    return subchannel.counted(result, trace);
  }
}
