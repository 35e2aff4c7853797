/** @file What curvature each method bears at its step size: lines across a spectrum, which follow the step size at once. */
import type { ChartCurve, ChartData, ChartLimit } from '../../figures/chart/chart-data.ts';
import { edgeOf, type Threshold } from '../../learning/stability/thresholds.ts';
import { comparedMethods, type NamedMethod } from '../compared-methods.ts';
import type { BareSpectrum, Drawing } from './lab-figure.ts';
import { colourOf, said, sentences } from './words.ts';

/** A method with its edge, and its place among those that it is compared with. */
export interface Edged<M extends NamedMethod = NamedMethod> {
  readonly of: M;
  readonly index: number;
  readonly edge: Threshold;
}

/** Those methods that have an edge. */
export const edged = <M extends NamedMethod>(methods: readonly M[]): Edged<M>[] =>
  methods.flatMap((of, index) => {
    const edge = edgeOf(comparedMethods.make(of.method, null));
    return edge ? [{ of, index, edge }] : [];
  });

/** The curvature that a method can bear at a step size, where that is the Hessian's own; of others none. */
export function limitOf({ of: { title }, index, edge }: Edged, step: number): readonly ChartLimit[] {
  const x = edge.threshold / step;
  return edge.of === 'Hessian' ? [{ x, label: `${title} bears ${said(x)}`, colour: colourOf(index) }] : [];
}

/** Lines across a chart whose curvature goes up. */
function linesAcross({ curves }: ChartData, limits: readonly ChartLimit[]): ChartCurve[] {
  const ranks = curves[0].x.length;
  return limits.map(({ x, label, colour }, k) => ({
    id: `bears-${k}`,
    label,
    colour,
    x: Float64Array.of(1, ranks),
    y: Float64Array.of(x, x),
    style: 'dashed',
  }));
}

/** The spectrum with what methods bear. */
export function withLimits(bare: BareSpectrum, all: readonly ChartLimit[]): Drawing {
  const { data, caption, farthest, isByRank } = bare;
  const limits = all.filter(({ x }) => x <= farthest);
  const beyond = all.filter(({ x }) => x > farthest);
  return {
    data: isByRank ? { ...data, curves: [...data.curves, ...linesAcross(data, limits)] } : { ...data, limits },
    caption: sentences([
      caption,
      limits.length > 0 &&
        'A method takes steps that grow along every direction whose eigenvalue is larger than what it bears.',
      beyond.length > 0 && `Not shown, as it is far above them all: ${beyond.map(({ label }) => label).join('; ')}.`,
    ]),
    bare,
  };
}
