/** @file The mean squares of many rollouts over time, with the bounds of all ticks at once: what a report card shows. */
import { type StackData, type StackPanel, extentOf } from '../../figures/stack/stack-data.ts';
import type { MeanSquares } from '../../estimation/statistics/mean-squares.ts';
import type { MonteCarloReport } from '../monte-carlo.ts';

/** Squares beyond so many times their bound lie at the top edge. */
const most = 4;

/** Means by what they are expected to be; ticks at which nothing was told are left out. */
function panelOf(
  id: string,
  name: string,
  { means, simultaneous, outsideOfAll, mean }: MeanSquares,
  tick: number,
): StackPanel {
  const told = Array.from(means.keys()).filter((k) => Number.isFinite(means[k]));
  const x = Float64Array.from(told, (k) => k * tick);
  const column = (of: (k: number) => number): Float64Array => Float64Array.from(told, of);
  const [low, high] = [0, 1].map((end) => column((k) => simultaneous[k][end]));
  const y = column((k) => means[k]);
  const top = extentOf([high])?.[1] ?? 1;
  return {
    id,
    name,
    unit: '',
    share: 1,
    min: 0,
    max: Math.min(Math.max(extentOf([y])?.[1] ?? 1, 1.2 * top), most * top),
    verdict: `mean ${Number(mean.toPrecision(3))}, ${outsideOfAll} of ${told.length} outside`,
    isBad: outsideOfAll > 0,
    lines: [{ id, label: '', colour: id === 'nees' ? '--line-3' : '--line-1', x, y, style: 'dots' }],
    band: { label: 'bounds of all ticks', x, low, high },
  };
}

/** A lane for the errors and one for each sensor; nothing where all runs are lost. */
export function reportLanes({ consistency, tick, ticks }: MonteCarloReport): StackData | null {
  if (!consistency) return null;
  const { nees, nis } = consistency;
  const panels = [
    ...(nees ? [panelOf('nees', 'NEES', nees.squares, tick)] : []),
    ...nis.map(({ name, squares }) => panelOf(`nis-${name}`, name, squares, tick)),
  ];
  return {
    id: 'senses-report',
    title: 'Mean squares',
    subtitle: '',
    x: { name: 'time', unit: 's', min: 0, max: ticks * tick },
    panels,
  };
}
