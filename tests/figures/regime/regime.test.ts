/** @file Maps of regimes: cells, letters, shades, words; as a file and as a table. */
import { describe, expect, it } from 'vitest';
import { lightPalette as palette } from '../../../src/figures/light-palette.ts';
import {
  regimeSentence,
  regimeSubtitle,
  regimeWords,
  shadeOf,
  shades,
} from '../../../src/figures/regime/regime-data.ts';
import { layOutRegimes, shadeText } from '../../../src/figures/regime/regime-layout.ts';
import { regimeSvg, regimeTable } from '../../../src/figures/regime/regime-shapes.ts';
import { nearestPoint } from '../../../src/figures/plane.ts';
import { encodeCsv } from '../../../src/formats/csv.ts';
import { regimeExample } from '../../support/lab-figures.ts';
import { readSvg } from '../../support/svg.ts';

const measure = (text: string): number => 6 * text.length;
const size = { width: 500, height: 360 };
const data = regimeExample();

describe('a map of regimes', () => {
  it('covers its box by cells', () => {
    const { areas, plane } = layOutRegimes(data, size, measure, palette);
    const covered = areas.reduce(
      (sum, { d }) =>
        sum +
        [...d.matchAll(/M([\d.]+) ([\d.]+)H([\d.]+)V([\d.]+)/g)].reduce(
          (part, [, left, y, right, to]) => part + Math.abs((Number(right) - Number(left)) * (Number(to) - Number(y))),
          0,
        ),
      0,
    );
    expect(covered / (plane.box.width * plane.box.height)).toBeCloseTo(1, 3);
  });

  it('names each regime by a letter within it', () => {
    const { letters, plane } = layOutRegimes(data, size, measure, palette);
    expect(letters.map(({ regime }) => regime)).toEqual([0, 1, 2]);
    const [monotone, ringing, divergent] = letters;
    expect([monotone.x < ringing.x, ringing.x < divergent.x, monotone.y > ringing.y]).toEqual([true, true, true]);
    expect(letters.every(({ x }) => x > plane.box.left && x < plane.box.left + plane.box.width)).toBe(true);
  });

  it('is stronger the faster errors change, to either side', () => {
    expect([0, 0.5, 0.99, 1, 1.01, 2, 1e9, NaN].map(shadeOf)).toEqual([shades, 4, 1, 1, 1, 4, shades, 0]);
    expect(shadeText('--now', 1, palette)).not.toBe(shadeText('--now', 5, palette));
  });

  it('says what is under the pointer, and itself', () => {
    const { column, row } = nearestPoint(data, 0.1, 0.9);
    expect(regimeWords(data, row * 120 + column)).toBe('ringing, factor per step 0.949');
    expect(regimeSentence(data)).toMatch(
      /^How momentum behaves on the largest curvature: over step size × curvature and momentum, 33 % monotone, 58 % ringing, 9 % divergent; fastest at /,
    );
    expect(regimeSubtitle(data)).toBe('colour says the regime, strength how fast: factor per step');
    expect(regimeSentence({ ...data, regime: new Uint8Array(0), rate: new Float64Array(0) })).toMatch(
      /nothing to show yet\.$/,
    );
  });

  it('is a valid file that explains itself without colours', () => {
    const { elements, texts } = readSvg(regimeSvg(data, { palette }));
    for (const text of [
      'M',
      'R',
      'D',
      'M: monotone',
      'R: ringing',
      'D: divergent',
      'stronger: faster',
      'this run',
      'momentum',
    ])
      expect(texts).toContain(text);
    expect(elements.some(({ attributes }) => attributes.fill?.startsWith('url(#hatch'))).toBe(true);
    expect(elements.flatMap(({ attributes }) => Object.values(attributes)).join(' ')).not.toMatch(
      /NaN|Infinity|undefined/,
    );
  });

  it('is a table', () => {
    const [head, first] = encodeCsv(regimeTable(data)).split('\r\n');
    expect(head).toBe('step size × curvature,momentum,regime (0 monotone; 1 ringing; 2 divergent),factor per step');
    expect(first).toMatch(/^0\.01\d*,0,0,0\.99/);
  });
});
