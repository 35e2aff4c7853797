/** @file A remedy that was tried: the losses of short runs before and after it. */
import type { ChartCurve, ChartData } from '../../figures/chart/chart-data.ts';
import type { TriedRemedy } from '../../learning/doctor/finding.ts';
import { scaleOfLosses } from './losses.ts';

/** What cannot be drawn is left out: a run that diverges ends where its last number is. */
function curveOf(id: string, label: string, colour: string, losses: readonly number[]): ChartCurve {
  const finite = losses.filter(Number.isFinite);
  return { id, label, colour, x: Float64Array.from(finite, (_, k) => k), y: Float64Array.from(finite) };
}

/** Both runs over their iterations; null where the change was refused. */
export function trialChart({ before, after }: TriedRemedy): ChartData | null {
  if (!after) return null;
  const all = [...before.losses, ...after.losses].filter(Number.isFinite);
  return {
    id: 'trial',
    title: 'Loss of a short run',
    subtitle: '',
    x: { name: 'iteration', unit: '' },
    y: { name: 'loss', unit: '', scale: scaleOfLosses(all) },
    curves: [curveOf('after', 'after', '--now', after.losses), curveOf('before', 'before', '--ghost', before.losses)],
  };
}
