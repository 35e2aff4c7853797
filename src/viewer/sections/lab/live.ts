/** @file Drawings as a hand sees them while it chooses: what follows from numbers that are there, and the curve of what it tries. */
import type { ChartData } from '../../../figures/chart/chart-data.ts';
import { nearestPoint } from '../../../figures/plane.ts';
import type { RegimeData } from '../../../figures/regime/regime-data.ts';
import { tickText } from '../../../figures/axis.ts';
import { followed } from '../../../lab/figures/followed.ts';
import type { Drawing } from '../../../lab/figures/lab-figure.ts';
import type { PadPlace, PadWalk } from './calls.ts';
import { methodsNow } from './choosing.ts';
import { withFlows } from './flows.ts';
import type { Lab } from './lab.ts';

/** A drawing with its methods and flows as they are wished now. Reads signals. */
export function liveDrawing(drawing: Drawing, { facts, changes, flows }: Lab): Drawing {
  if (!facts.value) return drawing;
  if (drawing.data.id.startsWith('flow')) return withFlows(drawing, flows.value);
  const { drawn, wished } = methodsNow(facts.value, changes.value);
  return followed(drawing, drawn, wished);
}

/** "step 0.03, momentum 0.9, horizon 1.5 s". */
export const placeWords = ({ eta, beta, horizon }: PadPlace): string =>
  [
    `step ${tickText(eta)}`,
    ...(horizon === null ? [`momentum ${tickText(beta)}`] : [`horizon ${tickText(horizon)} s`]),
  ].join(', ');

/** Losses so many times the largest of the start's are not shown: what diverges would leave no room for the rest. */
const most = 10;

/** The chart of losses with what heavy ball does at the place that is tried. */
export function withTried(drawing: Drawing, walk: PadWalk | null): Drawing {
  const { data } = drawing;
  if (!walk || !('curves' in data)) return drawing;
  const top =
    most * data.curves.reduce((high, { y }) => Math.max(high, Math.abs(y[0] ?? 0)), Math.abs(walk.losses[0] ?? 0));
  const curve = {
    id: 'tried',
    label: `tried: ${placeWords(walk.place)}`,
    colour: '--text',
    x: Float64Array.from(walk.losses, (_, k) => k),
    y: Float64Array.from(walk.losses, (loss) => (loss <= top ? loss : NaN)),
    style: 'dashed' as const,
  };
  return { ...drawing, data: { ...(data as ChartData), curves: [curve, ...(data as ChartData).curves] } };
}

/** The regime of a pad at a place: "ringing". */
export function regimeAt({ regime, regimes, ...data }: RegimeData, { eta, beta, horizon }: PadPlace): string {
  const { column, row } = nearestPoint(data, eta, horizon ?? beta);
  return regimes[regime[row * data.x.values.length + column]].label;
}
