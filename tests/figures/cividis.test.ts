/** @file The map of magnitudes: lightness grows evenly, and neighbours stay apart for those who see fewer colours. */
import { differenceCiede2000, filterDeficiencyDeuter, filterDeficiencyProt, lab, type Rgb as CuloriRgb } from 'culori';
import { describe, expect, it } from 'vitest';
import { cividis } from '../../src/figures/cividis.ts';

const bands = 15;
const colours = Array.from({ length: bands }, (_, k): CuloriRgb => {
  const [r, g, b] = cividis(k / (bands - 1));
  return { mode: 'rgb', r: r / 255, g: g / 255, b: b / 255 };
});

describe('cividis', () => {
  it('grows lighter from band to band, evenly', () => {
    const steps = colours.slice(1).map((colour, k) => lab(colour).l - lab(colours[k]).l);
    expect(Math.min(...steps)).toBeGreaterThan(4);
    expect(Math.max(...steps)).toBeLessThan(8);
  });

  it.each([
    ['all colours', (colour: CuloriRgb) => colour],
    ['deuteranopes', filterDeficiencyDeuter(1)],
    ['protanopes', filterDeficiencyProt(1)],
  ])('keeps neighbours apart for %s', (_, seen) => {
    const difference = differenceCiede2000();
    const apart = colours.slice(1).map((colour, k) => difference(seen(colour), seen(colours[k])));
    expect(Math.min(...apart)).toBeGreaterThan(3);
  });

  it('ends where it was published to end', () => {
    expect([cividis(-1), cividis(0), cividis(1), cividis(2)]).toEqual([
      [0, 32, 77],
      [0, 32, 77],
      [255, 234, 70],
      [255, 234, 70],
    ]);
  });
});
