/**
 * The engine under test, from GRPC_KIT_ENGINE: handed to the kit as its option `engine` where it has one.
 * @returns what `create` makes, and whether the option was taken.
 */
export function withEngine<Made>(create: (options: object) => Made): { readonly made: Made; readonly taken: boolean } {
  const engine = process.env['GRPC_KIT_ENGINE'];
  if (!engine) return { made: create({}), taken: false };
  try {
    return { made: create({ engine }), taken: true };
  } catch (error) {
    if ((error as { readonly code?: unknown }).code !== 'ERR_POLICY_INVALID') throw error;
    return { made: create({}), taken: false };
  }
}
