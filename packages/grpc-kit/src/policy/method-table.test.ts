import { expect, test } from 'vitest';
import { methodName, methodPath, methodSet, methodTable } from './method-table.js';

test('a method has its own entry, else that of its service', () => {
  const of = methodTable({ '/a.B/*': 1, '/a.B/C': 2 });
  expect(['/a.B/C', '/a.B/D', '/a.E/C', '/__proto__/x', 'toString'].map(of)).toEqual([
    2,
    1,
    undefined,
    undefined,
    undefined,
  ]);
});

test('a list holds methods and whole services', () => {
  const listed = methodSet(['/a.B/*', '/a.E/C']);
  expect(['/a.B/X', '/a.E/C', '/a.E/D'].map(listed)).toEqual([true, true, false]);
});

test('paths are names and back', () => {
  expect(methodName('/a.B/C')).toEqual({ service: 'a.B', method: 'C' });
  expect(methodName('/a.B/*')).toEqual({ service: 'a.B' });
  expect([methodPath('a.B', 'C'), methodPath('a.B', '')]).toEqual(['/a.B/C', '/a.B/*']);
});
