/** @file What follows step size and momentum at once is what is drawn anew later: marks, thresholds, sharpness on a quadratic. */
import { describe, expect, it } from 'vitest';
import type { ChartData } from '../../src/figures/chart/chart-data.ts';
import { namedMethods } from '../../src/lab/compared-methods.ts';
import { followed } from '../../src/lab/figures/followed.ts';
import type { Drawing } from '../../src/lab/figures/lab-figure.ts';
import type { FigureName } from '../../src/lab/figures/names.ts';
import type { Chosen } from '../../src/settings/kinds.ts';
import { drawn, looked } from '../support/studies.ts';

const methods = (eta: number, beta: number): Chosen[] => [
  { type: 'gradient-descent', learningRate: eta },
  { type: 'momentum', learningRate: eta, momentum: beta },
  { type: 'nesterov', learningRate: eta, momentum: beta },
];

const before = methods(0.05, 0.5);
const after = methods(0.2, 0.8);

const drawnOf = async (figure: FigureName, compare: Chosen[], more: object = {}): Promise<readonly Drawing[]> =>
  drawn(await looked({ compare, ...more }), figure);

const follow = (drawing: Drawing, to = after): Drawing => followed(drawing, namedMethods(before), namedMethods(to));

describe('what follows at once', () => {
  it('is the pad with its methods elsewhere, as it is drawn then', async () => {
    const [[old], [anew]] = [await drawnOf('pad', before), await drawnOf('pad', after)];
    expect(follow(old).data).toEqual(anew.data);
    expect(old.data).not.toEqual(anew.data);
  });

  it('are the thresholds of a spectrum, as they are drawn then', async () => {
    const [[old], [anew]] = [await drawnOf('spectrum', before), await drawnOf('spectrum', after)];
    expect(follow(old).data).toEqual(anew.data);
    expect((follow(old).data as ChartData).limits!.map(({ x }) => x)).toEqual([2 / 0.2, 3.6 / 2.6 / 0.2]);
    expect((old.data as ChartData).limits).not.toEqual((anew.data as ChartData).limits);
  });

  it('are thresholds across ranks, and words of those that are too far', async () => {
    const landscape = { landscape: { type: 'quadratic-bowl', condition: 200, sharpness: 2 } };
    const [old] = await drawnOf('spectrum', before, landscape);
    const lines = ({ data }: Drawing) => (data as ChartData).curves.filter(({ style }) => style === 'dashed');
    expect(lines(old)).toHaveLength(0);
    expect(old.caption).toContain('far above them all');
    expect(lines(follow(old)).map(({ y }) => y[0])).toEqual([10, 3.6 / 2.6 / 0.2]);
    expect(follow(old).caption).toContain('Momentum bears 18');
  });

  it('is the sharpness of a quadratic, whose curvature is one everywhere', async () => {
    const [old, anew] = [(await drawnOf('spectrum', before))[1], (await drawnOf('spectrum', after))[1]];
    const [now, then] = [follow(old).data as ChartData, anew.data as ChartData];
    expect(now.curves.map(({ label }) => label)).toEqual(then.curves.map(({ label }) => label));
    now.curves.forEach(({ x, y }, k) => {
      expect(Array.from(x)).toEqual(Array.from(then.curves[k].x));
      Array.from(y).forEach((value, i) => expect(value).toBeCloseTo(then.curves[k].y[i], 9));
    });
    expect(follow(old).caption).toBe(anew.caption);
  });

  it('is nothing where methods came or went, nothing has changed, or the figure says nothing of step sizes', async () => {
    const [old] = await drawnOf('pad', before);
    expect(follow(old, after.slice(1))).toBe(old);
    expect(follow(old, before)).toBe(old);
    const [norms] = await drawnOf('norms', before);
    expect(follow(norms)).toBe(norms);
  });
});
