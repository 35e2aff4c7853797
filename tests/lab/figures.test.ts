/** @file Figures of the Lab: true numbers and captions, plain data, the same whoever asks, refined and cancelled. */
import { describe, expect, it } from 'vitest';
import { svgOf } from '../../src/figures/figure-kinds.ts';
import { lightPalette } from '../../src/figures/light-palette.ts';
import type { ChartData } from '../../src/figures/chart/chart-data.ts';
import type { ContourData } from '../../src/figures/contour/contour-data.ts';
import type { SurfaceData } from '../../src/figures/surface/surface-data.ts';
import type { RegimeData } from '../../src/figures/regime/regime-data.ts';
import { encodeCsv } from '../../src/formats/csv.ts';
import { labFigures } from '../../src/lab/figures/all.ts';
import { type Drawing, figureDataOf, type HeatNumbers, tableOfDrawing } from '../../src/lab/figures/lab-figure.ts';
import { type FigureName, figureNames } from '../../src/lab/figures/names.ts';
import { listing, said } from '../../src/lab/figures/words.ts';
import { lookAt } from '../../src/lab/look.ts';
import { drawn, looked, smallStudy } from '../support/studies.ts';

const byId = (drawings: readonly Drawing[], id: string): Drawing => drawings.find(({ data }) => data.id === id)!;
const chartOf = (drawings: readonly Drawing[], id: string): ChartData => byId(drawings, id).data as ChartData;

const bowl = {
  compare: [
    { type: 'gradient-descent', learningRate: 0.3 },
    { type: 'momentum', learningRate: 0.1 },
    { type: 'adam', learningRate: 0.1 },
  ],
};

describe('every figure', () => {
  const names = figureNames.filter((name) => name !== 'horizon');

  it.each(names)(
    '%s is plain data, the same again, that can be posted, drawn and written as a table, with a caption in sentences',
    async (name) => {
      const drawings = await drawn(await looked(bowl), name);
      expect(drawings.length).toBeGreaterThan(0);
      expect(await drawn(await looked(bowl), name)).toEqual(drawings);
      for (const drawing of drawings) {
        expect(structuredClone(drawing)).toEqual(drawing);
        expect(svgOf(figureDataOf(drawing.data), { palette: lightPalette })).toContain(drawing.data.title);
        expect(encodeCsv(tableOfDrawing(drawing)).split('\r\n').length).toBeGreaterThan(2);
        expect(drawing.caption.split(/\.(?: |$)/).length - 1).toBeGreaterThanOrEqual(2);
        expect(drawing.caption).not.toMatch(/NaN|undefined|null|\[object|Infinity/);
      }
    },
  );

  it.each(names)('%s is cancelled at once', async (name) => {
    const look = await looked({ ...bowl, lab: { points: 321 } });
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(drawn(look, name as FigureName, { signal }).then(() => 'drawn')).rejects.toThrow('enough');
  });
});

describe('the surface', () => {
  it('is refined level by level, with marks at last', async () => {
    const sides: number[] = [];
    const marked: boolean[] = [];
    for await (const [{ data }] of labFigures.surface.draw(await looked(bowl), { points: 41 })) {
      const { x, z, marks = [] } = data as ContourData;
      expect(z).toHaveLength(x.values.length ** 2);
      sides.push(x.values.length);
      marked.push(marks.some(({ kind }) => kind === 'minimum'));
    }
    // the last level comes in two chunks, and whole again once it is searched
    expect(sides).toEqual([11, 21, 41, 41, 41]);
    expect(marked).toEqual([false, false, false, false, true]);
  });

  it('has the loss at its points and the paths where the methods went', async () => {
    const look = await looked(bowl);
    const data = byId(await drawn(look, 'surface'), 'surface').data as ContourData;
    const [i, j] = [2, 7];
    const [x, y] = [data.x.values[i], data.y.values[j]];
    expect(data.z[j * 11 + i]).toBeCloseTo(x * x + (y * y) / 5, 12);
    const [{ x: across, y: up }] = data.paths!;
    expect(look.walks[0].points.map((point) => [...point])).toEqual(Array.from(across, (at, k) => [at, up[k]]));
  });
});

describe('the caption of the surface', () => {
  const captionWith = async (changes: Record<string, unknown>): Promise<string> =>
    (await drawn(await looked(changes), 'surface'))[0].caption;
  const compare = [
    { type: 'gradient-descent', learningRate: 1e10 },
    { type: 'gradient-descent', learningRate: 0.3 },
    { type: 'gradient-descent', learningRate: 1e-300 },
  ];

  it('tells the methods that come down from those that go up and those that stay', async () => {
    const caption = await captionWith({ compare });
    expect(caption).toMatch(
      /the loss comes down by [^;]* step 0\.3: [^;]*; it stays as it is by [^;]* step 1e-300: [^;]*; it goes up by [^;]* step 10000000000: /,
    );
  });

  it('counts one step as one', async () => {
    const walks = await captionWith({ landscape: { type: 'quadratic-bowl', sharpness: 1e300 } });
    expect(walks).toContain('not finite after 1 step)');
  });

  it('says of start and minimum only what is within the box', async () => {
    const inside = await captionWith({ lab: { points: 11, box: [-2, 2, -2, 2] } });
    expect(inside).toContain('A minimum can be seen');
    expect(inside).not.toContain('outside');
    const outside = await captionWith({ lab: { points: 11, box: [-2, -1, 2, 3] } });
    expect(outside).toContain('The start lies outside of what is shown.');
    expect(outside).not.toContain('can be seen');
  });
});

describe('the surface in space', () => {
  const ids = async (lab: object, options = {}): Promise<string[]> =>
    (await drawn(await looked({ ...bowl, lab: { points: 11, ...lab } }), 'surface', options)).map(
      ({ data }) => data.id,
    );

  it('stands beside the map where nobody says which is drawn, and alone where it is asked for', async () => {
    expect(await ids({})).toEqual(['surface', 'surface-3d']);
    expect(await ids({ dim: 3 })).toEqual(['surface-3d']);
    expect(await ids({ dim: 3 }, { dimensions: [2] })).toEqual(['surface']);
  });

  it('has the numbers, levels, paths and marks of the map, and words of its own', async () => {
    const [map, space] = await drawn(await looked(bowl), 'surface');
    const { view, id, ...same } = space.data as SurfaceData;
    expect([id, { ...same, id: 'surface' }]).toEqual(['surface-3d', map.data]);
    expect((space.data as SurfaceData).z).toBe((map.data as ContourData).z);
    expect(view.elevation).toBe(40);
    expect(space.caption).toContain('its height and its colour follow the same levels');
    expect(space.caption).not.toContain('where lines lie close together');
  });

  it('is seen from where the file says, or who draws it; from one place however fine it becomes', async () => {
    const viewsOf = async (lab: object, options = {}): Promise<unknown[]> => {
      const look = await looked({ ...bowl, lab: { points: 41, dim: 3, ...lab } });
      const views = new Set<string>();
      for await (const [{ data }] of labFigures.surface.draw(look, options))
        views.add(JSON.stringify((data as SurfaceData).view));
      return [...views].map((text) => JSON.parse(text) as unknown);
    };
    expect(await viewsOf({})).toHaveLength(1);
    expect(await viewsOf({ view: [200, 30] })).toEqual([{ azimuth: 200, elevation: 30 }]);
    const view = { azimuth: 10, elevation: 60 };
    expect(await viewsOf({ view: [200, 30] }, { view })).toEqual([view]);
  });
});

describe('the spectrum', () => {
  it('has all eigenvalues, and what methods bear: 2/eta and (2 + 2b)/eta', async () => {
    const drawings = await drawn(await looked(bowl), 'spectrum');
    const { curves, limits } = chartOf(drawings, 'spectrum');
    expect([...Float64Array.from(curves[0].x)].map((value) => Number(value.toFixed(12)))).toEqual([0.4, 2]);
    expect(limits!.map(({ x }) => Number(x.toFixed(12)))).toEqual([6.666666666667]);
    expect(byId(drawings, 'spectrum').caption).toContain('Momentum bears 38');
  });

  it('shows sharpness times step size over the threshold of each method', async () => {
    const { curves } = chartOf(await drawn(await looked(bowl), 'spectrum'), 'sharpness');
    const [descent, momentum, adam, edge] = curves;
    for (const value of Float64Array.from(descent.y)) expect(value).toBeCloseTo((0.3 * 2) / 2, 8);
    for (const value of Float64Array.from(momentum.y)) expect(value).toBeCloseTo((0.1 * 2) / 3.8, 8);
    expect([...Float64Array.from(adam.y)].every((value) => value > 0)).toBe(true);
    expect([...Float64Array.from(edge.y)]).toEqual([1, 1]);
  });
});

describe('the flow', () => {
  it('is the matrix exponential on a bowl, and descent comes nearer to its own flow by one order more', async () => {
    const drawings = await drawn(await looked(bowl), 'flow');
    const flow = chartOf(drawings, 'flow').curves.find(({ id }) => id === 'flow')!;
    for (const k of [10, 100, 240]) {
      const [x, y] = [Math.exp(-2 * flow.x[k]), Math.exp(-0.4 * flow.x[k])];
      expect(flow.y[k]).toBeCloseTo(x * x + (y * y) / 5, 7);
    }
    const orders = chartOf(drawings, 'flow-order').curves.map(({ words }) => Number(words!.replace('order ', '')));
    expect(orders[0]).toBeCloseTo(1, 1);
    expect(orders[1]).toBeCloseTo(2, 1);
    const { curves } = chartOf(drawings, 'flow-distance');
    expect(curves.map(({ id }) => id)).toEqual(['flow-0', 'own-0', 'flow-1', 'own-1']);
  });

  it('has the losses of the modified flow and of the flow of second order as well', async () => {
    const { curves } = chartOf(await drawn(await looked(bowl), 'flow'), 'flow');
    const modified = curves.find(({ label }) => label === 'Gradient descent, its own flow')!;
    const [eta, sharp, flat] = [0.3, 2, 0.4];
    for (const k of [0, 10, 100]) {
      const at = (curvature: number): number => Math.exp(-(curvature + (eta * curvature ** 2) / 2) * modified.x[k]);
      expect(modified.y[k]).toBeCloseTo(at(sharp) ** 2 + at(flat) ** 2 / 5, 7);
    }
    const heavy = curves.find(({ label }) => label === 'Momentum, its own flow')!;
    expect(heavy.y[0]).toBe(modified.y[0]);
    expect(heavy.y[100]).not.toBeCloseTo(modified.y[100], 3);
  });

  it('says why there is none for methods without a clock', async () => {
    const look = await looked({ compare: [{ type: 'adam', learningRate: 0.1 }] });
    expect(labFigures.flow.missing(look)).toContain('clock');
  });
});

describe('gradient norms', () => {
  it('are those of each group, raw and clipped, in the order of their size where that is asked for', async () => {
    const look = await looked({ compare: [{ type: 'gradient-descent', learningRate: 0.3, clipNorm: 0.5 }] });
    const drawings = await drawn(look, 'norms');
    const [raw, clipped] = ['norms', 'norms-clipped'].map((id) => byId(drawings, id).data as HeatNumbers);
    expect([...raw.values.subarray(0, 2)]).toEqual([2, 0.4]);
    expect(Math.hypot(...clipped.values.subarray(0, 2))).toBeCloseTo(0.5, 12);
    const turned = smallStudy({
      landscape: { type: 'quadratic-bowl', condition: 5, sharpness: 2, angle: Math.PI / 2 },
    });
    const rows = (await drawn(await lookAt(turned), 'norms', { sort: 'size' }))[0].data as HeatNumbers;
    expect(rows.rows.map(({ label }) => label)).toEqual(['x[1]', 'x[0]']);
    expect(rows.values[0]).toBeCloseTo(2, 12);
  });

  it('fade from layer to layer of a deep chain of sigmoid units', async () => {
    const look = await looked({
      landscape: { type: 'depth-chain', depth: 8, width: 4, activation: 'sigmoid' },
      iterations: 2,
    });
    const { curves } = chartOf(await drawn(look, 'norms'), 'norms-by-layer');
    expect(curves[0].y[0]).toBeLessThan(1e-3 * curves[0].y[7]);
  });
});

describe('the pad', () => {
  it('diverges beyond 2/lambda and has the methods at their settings', async () => {
    const [{ data }] = await drawn(await looked(bowl), 'pad');
    const { x, y, regimes, regime, marks } = data as RegimeData;
    const divergent = regimes.findIndex(({ id }) => id === 'divergent');
    x.values.forEach((step, k) => expect(regime[k] === divergent).toBe(step > 1));
    expect(y.values[0]).toBe(0);
    expect(marks!.slice(0, 2)).toEqual([
      { x: 0.3, y: 0, label: 'Gradient descent' },
      { x: 0.1, y: 0.9, label: 'Momentum' },
    ]);
  });
});

describe('words', () => {
  it('say numbers and lists as people do', () => {
    expect([said(0.25), said(3.14e-7), said(-12345)]).toEqual(['0.25', '3.1·10⁻⁷', '-1.2·10⁴']);
    expect([listing([]), listing(['a']), listing(['a', 'b', 'c'])]).toEqual(['', 'a', 'a, b and c']);
  });
});
