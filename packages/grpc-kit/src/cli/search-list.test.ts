import { expect, test } from 'vitest';
import { parseSearchList, readSearchList } from './search-list.js';

test('what the kubelet writes', () => {
  const text =
    'search default.svc.cluster.local svc.cluster.local cluster.local\nnameserver 10.96.0.10\noptions ndots:5\n';
  expect(parseSearchList(text)).toEqual({
    domains: ['default.svc.cluster.local', 'svc.cluster.local', 'cluster.local'],
    ndots: 5,
  });
});

test('nothing said, and no file', () => {
  expect(parseSearchList('# empty\noptions timeout:1 rotate\n')).toEqual({ domains: [], ndots: 1 });
  expect(readSearchList('/nowhere')).toEqual({ domains: [], ndots: 1 });
});
