/** A virtual host that leads to clusters `a`, `b` and `c`; `last` is where its last route leads, which takes everything. */
export interface GeneratedHost {
  readonly name: string;
  readonly routes: readonly { readonly match: object; readonly cluster: string }[];
}

export const CLUSTERS = ['a', 'b', 'c'] as const;
export const PATH = '/test.Whoami/Ask';

/** Headers of the calls that every host gets. */
export const CALLS: readonly Readonly<Record<string, string>>[] = [{}, { 'x-a': 'b' }, { 'x-a': 'abc', 'x-n': '7' }];

/** The same sequence in every run. */
function generator(seed: number): <T>(choices: readonly T[]) => T {
  let state = seed;
  return (choices) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return choices[Math.floor((state / 2 ** 32) * choices.length)] as (typeof choices)[number];
  };
}

const PATHS: readonly object[] = [
  { prefix: '' },
  { prefix: '/' },
  { prefix: '/test.' },
  { prefix: '/other' },
  { prefix: '/TEST', case_sensitive: { value: false } },
  { path: PATH },
  { path: `${PATH}s` },
  { path: PATH.toUpperCase(), case_sensitive: { value: false } },
  { safe_regex: { regex: '/test\\..*' } },
  { safe_regex: { regex: '/test.Whoami|/other' } },
  { path_separated_prefix: '/test.Whoami' },
  { path_separated_prefix: '/test.Who' },
  { path_separated_prefix: PATH },
  { connect_matcher: {} },
];

const HEADERS: readonly object[] = [
  {},
  { present_match: true },
  { present_match: false },
  { exact_match: 'b' },
  { prefix_match: 'a' },
  { suffix_match: 'c' },
  { contains_match: 'b' },
  { safe_regex_match: { regex: 'a|b' } },
  { safe_regex_match: { regex: '[a-c]+' } },
  { range_match: { start: 5, end: 8 } },
  { string_match: { exact: 'B', ignore_case: true } },
  { string_match: { safe_regex: { regex: 'ab|c' } } },
  { string_match: { contains: 'bc' } },
];

const QUERIES: readonly object[] = [
  { present_match: true },
  { present_match: false },
  { string_match: { exact: 'v' } },
];

export function generatedHosts(count: number, seed = 16): GeneratedHost[] {
  const pick = generator(seed);
  const some = <T>(make: () => T, sizes: readonly number[]) => Array.from({ length: pick(sizes) }, make);
  const header = () => ({ name: pick(['x-a', 'x-n']), ...pick(HEADERS), invert_match: pick([false, false, true]) });
  const match = () => ({
    ...pick(PATHS),
    headers: some(header, [0, 1, 1, 2]),
    query_parameters: some(() => ({ name: 'q', ...pick(QUERIES) }), [0, 0, 0, 1]),
    ...pick<object>([{}, {}, {}, { grpc: {} }, { tls_context: { presented: { value: true } } }]),
  });
  return Array.from({ length: count }, (_, index) => ({
    name: `host-${index}`,
    routes: [
      ...some(() => ({ match: match(), cluster: pick(CLUSTERS) }), [1, 2, 3]),
      { match: { prefix: '' }, cluster: pick(CLUSTERS) },
    ],
  }));
}
