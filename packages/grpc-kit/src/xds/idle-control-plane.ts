/** What of the library's own client is reached into: all of it may be missing in another version. */
interface LibraryInternals {
  readonly getSingletonXdsClient?: () => {
    readonly clients?: readonly {
      readonly client?: {
        readonly adsCallState?: unknown;
        readonly adsClient?: {
          getChannel(): { readonly internalChannel?: { readonly callRefTimer?: NodeJS.Timeout } };
        };
      };
    }[];
  };
}

/**
 * Lets the process end although the library's last stream to an unreachable control plane is still waiting for a
 * connection: grpc-js-xds 1.14.1 ends that stream but never cancels it, so the process would live for as long as the
 * control plane is away.
 */
export type LetGo = () => void;

/** Finds what holds the process; without effect in versions of the library that look different. */
export async function letGoOfControlPlane(): Promise<LetGo> {
  const internals = await import('@grpc/grpc-js-xds/build/src/xds-client.js').then(
    (module) => module as unknown as LibraryInternals & { readonly default?: LibraryInternals },
    () => undefined,
  );
  const singleton = internals?.getSingletonXdsClient ?? internals?.default?.getSingletonXdsClient;
  return () => {
    for (const { client } of singleton?.().clients ?? []) {
      // A later stream takes hold of the process again by itself.
      if (!client?.adsCallState) client?.adsClient?.getChannel().internalChannel?.callRefTimer?.unref?.();
    }
  };
}
