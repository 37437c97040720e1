const EVERY_METHOD = '*';

/** What holds for a method: its own entry, else that of `/pkg.Service/*`, which stands for the rest of its service. */
export function methodTable<T>(entries: Readonly<Record<string, T>>): (path: string) => T | undefined {
  const own = new Map(Object.entries(entries));
  if (![...own.keys()].some((path) => path.endsWith(`/${EVERY_METHOD}`))) return (path) => own.get(path);
  return (path) => own.get(path) ?? own.get(wholeService(path));
}

/** Whether a method is on a list, by its own path or that of its whole service. */
export function methodSet(paths: readonly string[]): (path: string) => boolean {
  const listed = methodTable(Object.fromEntries(paths.map((path) => [path, true])));
  return (path) => listed(path) === true;
}

/** A path as a service config names it. */
export function methodName(path: string): { readonly service: string; readonly method?: string } {
  const [, service = '', method = ''] = path.split('/');
  return method === EVERY_METHOD ? { service } : { service, method };
}

/** A name of a service config as a path. */
export function methodPath(service: string, method: string | undefined): string {
  return `/${service}/${method || EVERY_METHOD}`;
}

/** `/pkg.Service/*` of `/pkg.Service/Method`. */
export function wholeService(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1) + EVERY_METHOD;
}
