import { describe, expect, it } from 'vitest';
import { normal, philox, uniform } from '../../src/core/random.ts';
import { ArgumentError } from '../../src/errors.ts';
import { parseScene } from '../../src/scene/parse.ts';
import { sceneText } from '../support/robots.ts';

const words = [-1, 0.5, NaN, Infinity, 2 ** 32, 2 ** 32 + 1, '1' as unknown as number];

describe('a stream belongs to words of 32 bits: numbers that would repeat another stream are refused', () => {
  it.each(words)('%s', (word) => {
    const expected = new RegExp(
      `found ${typeof word === 'string' ? '"1"' : word}; expected an integer from 0 to 4294967295`,
    );
    for (const draw of [uniform, normal]) {
      expect(() => draw({ seed: word }, 1)).toThrow(expected);
      expect(() => draw({ seed: 1, member: word }, 1)).toThrow(/^member: /);
      expect(() => draw({ seed: 1, step: word }, 1)).toThrow(/^step: /);
      expect(() => draw({ seed: 1 }, word)).toThrow(/^count: /);
    }
    expect(() => philox([0, 0, word, 0], [0, 0])).toThrow(/^c2: /);
    expect(() => philox([0, 0, 0, 0], [0, word])).toThrow(/^k1: /);
    expect(() => philox([0, 0, 0, 0], [word, 0])).toThrow(ArgumentError);
  });

  it('lists of another length', () => {
    expect(() => philox([0, 0, 0] as unknown as [0, 0, 0, 0], [0, 0])).toThrow(/^philox: found 3 words; expected 4/);
    expect(() => philox([0, 0, 0, 0], [0] as unknown as [0, 0])).toThrow(/^philox: found 1 words; expected 2/);
  });

  it('the largest words have streams of their own', () => {
    const largest = 2 ** 32 - 1;
    const streams = [
      { seed: largest },
      { seed: 0 },
      { seed: 0, member: largest },
      { seed: 0, step: largest },
      { seed: 0, step: largest - 1 },
    ].map((key) => uniform(key, 1)[0]);
    expect(new Set(streams).size).toBe(streams.length);
    expect(uniform({ seed: 1 }, 0).length).toBe(0);
    expect(normal({ seed: 1 }, 0).length).toBe(0);
  });

  it('a scene with such a seed', () => {
    const scene = JSON.parse(sceneText('two-link-reach')) as object;
    expect(() => parseScene({ ...scene, seed: 2 ** 32 })).toThrow(/^\$.seed: found 4294967296; expected at most 42949/);
    expect(parseScene({ ...scene, seed: 2 ** 32 - 1 }).seed).toBe(2 ** 32 - 1);
  });
});
