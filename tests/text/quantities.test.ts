/** @file Numbers keep their unit and three digits. */
import { describe, expect, it } from 'vitest';
import { formatLength, formatRate } from '../../src/text/quantities.ts';

describe('formatRate', () => {
  it.each([
    [0.5, '0.50 /s'],
    [9.996, '10.0 /s'],
    [42.31, '42.3 /s'],
    [999.4, '999 /s'],
    [999.9, '1.00 k/s'],
    [4270, '4.27 k/s'],
    [1.708e6, '1.71 M/s'],
    [123.4e6, '123 M/s'],
    [2e9, '2.00 G/s'],
  ])('writes %d as %s', (perSecond, text) => {
    expect(formatRate(perSecond)).toBe(text);
  });
});

describe('formatLength', () => {
  it.each([
    [0.0686, '68.6 mm'],
    [-0.0686, '-68.6 mm'],
    [-0.0035, '-3.50 mm'],
    [-1.25, '-1.25 m'],
    [-2e-6, '-2.00 µm'],
  ])('writes %d as %s', (metres, text) => {
    expect(formatLength(metres)).toBe(text);
  });
});
