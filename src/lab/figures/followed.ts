/** @file A figure as other step sizes and momenta make it at once, from the numbers that are there: until it is drawn anew. */
import { requireList, requireObject } from '../../core/arguments.ts';
import type { ChartData } from '../../figures/chart/chart-data.ts';
import { settingOf } from '../../settings/kinds.ts';
import type { NamedMethod } from '../compared-methods.ts';
import type { Drawing } from './lab-figure.ts';
import { edged, limitOf, withLimits } from './limits.ts';
import { padWith } from './pad.ts';
import { sharpnessDrawing, type SharpWalk } from './sharpness.ts';

/** Of methods that have an edge. */
const stepOf = ({ method }: NamedMethod): number => settingOf<number>(method, 'learningRate')!;

/** The way that is there, seen with the steps and the edge that a method has now. */
function sharpnessOf({ curves }: ChartData, before: readonly NamedMethod[], after: readonly NamedMethod[]): Drawing {
  const known = edged(before);
  const walks = edged(after).flatMap((now): SharpWalk[] => {
    const curve = curves.find(({ id }) => id === `walk-${now.index}`);
    const was = known.find(({ index }) => index === now.index);
    if (!curve || !was) return [];
    const part = (stepOf(now.of) / stepOf(was.of)) * (was.edge.threshold / now.edge.threshold);
    return [{ ...now, x: Float64Array.from(curve.x), y: Float64Array.from(curve.y, (value) => part * value) }];
  });
  return sharpnessDrawing(walks);
}

/**
 * A drawing of methods as it is once these have other settings: marks of a pad and thresholds of a spectrum to the bit, sharpness along
 * the ways that are there; all else stays. `before` and `after`: the same kinds in the same order, else nothing follows.
 */
export function followed(drawing: Drawing, before: readonly NamedMethod[], after: readonly NamedMethod[]): Drawing {
  requireObject('drawing', drawing, 'a drawing of the Lab');
  requireList('before', before, 'a list of methods');
  requireList('after', after, 'a list of methods');
  const { data, bare } = drawing;
  const isSame = JSON.stringify(before) === JSON.stringify(after);
  if (isSame || before.length !== after.length) return drawing;
  if (bare) {
    const limits = edged(after).flatMap((one) => limitOf(one, stepOf(one.of)));
    return withLimits(bare, limits);
  }
  if (data.id === 'sharpness') return sharpnessOf(data as ChartData, before, after);
  return 'regimes' in data && data.id === 'pad' ? { ...drawing, data: padWith(data, after) } : drawing;
}
