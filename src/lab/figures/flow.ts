/** @file Discrete against continuous: methods beside the gradient flow on one axis of time, their distances, and the order of these. */
import type { ChartCurve, ChartData } from '../../figures/chart/chart-data.ts';
import { orderChart } from '../../figures/chart/order.ts';
import { largest } from '../../core/largest.ts';
import { norm } from '../../core/member-norms.ts';
import {
  type ComparedDescent,
  compareWithFlow,
  type Comparison,
  type MeasuredOrders,
  measureOrders,
} from '../../learning/flow/comparison.ts';
import { clockOf } from '../../learning/flow/clocks.ts';
import { gradientOf, hessianAt, type Landscape } from '../../learning/landscape.ts';
import { extremes } from '../../learning/spectrum/extremes.ts';
import type { Look } from '../look.ts';
import { comparedMethods } from '../compared-methods.ts';
import type { Walk } from '../walk.ts';
import type { Drawing, DrawOptions, LabFigure } from './lab-figure.ts';
import { colourOf, evenly, said, sentences } from './words.ts';

/** Places along the flow that are drawn. */
const places = 241;
/** Most evaluations of the flow's field: a stiff flow of a robot ends where it is. */
const mostEvaluations = 20_000;
/** Most parameters of which the order is measured: it is followed with little error. */
const mostMeasured = 64;
/** Part of the first loss below which a loss is rounding. */
const rounding = 1e-14;

/** Walks that have a clock of the flow, with how long they last. */
function clocked(
  walks: readonly Walk[],
): readonly { readonly walk: Walk; readonly lasts: number; readonly index: number }[] {
  return walks.flatMap((walk, index) => {
    const rule = comparedMethods.make(walk.method, null);
    const timeOf = 'update' in rule ? clockOf(rule).timeOf : null;
    if (!timeOf) return [];
    return [{ walk, index, lasts: walk.stepSizes.reduce((total, step) => total + timeOf(step), 0) }];
  });
}

/** Products at any point, as flows ask for them. */
const productsOf =
  (landscape: Landscape, { signal }: DrawOptions) =>
  (x: Float64Array, v: Float64Array) =>
    hessianAt(landscape, x, { signal })(v);

/** A time axis that shows short and long walks alike. */
const isLong = (times: readonly number[]): boolean =>
  largest(0, times) > 20 * times.reduce((least, time) => Math.min(least, time), Infinity);

interface Compared {
  readonly comparison: Comparison;
  readonly clocks: ReturnType<typeof clocked>;
  /** Losses of the flow at its places. */
  readonly times: Float64Array;
  readonly losses: Float64Array;
}

async function compared({ study, walks }: Look, options: DrawOptions): Promise<Compared> {
  const { landscape, start, iterations } = study;
  const clocks = clocked(walks);
  const duration = largest(
    0,
    clocks.map(({ lasts }) => lasts),
  );
  const comparison = await compareWithFlow(
    gradientOf(landscape, options),
    start,
    duration,
    clocks.map(({ walk }) => walk.method),
    {
      product: productsOf(landscape, options),
      iterations,
      mostEvaluations,
      relative: 1e-8,
      ...(options.signal && { signal: options.signal }),
    },
  );
  // more of them where the flow is fast: at its beginning
  const times = evenly(0, 1, places).map((part) => part * part * comparison.flow.duration);
  const losses = new Float64Array(places);
  const evaluate = gradientOf(landscape, options);
  for (let k = 0; k < places; k++) losses[k] = (await evaluate(comparison.flow.at(times[k]))).loss;
  return { comparison, clocks, times, losses };
}

/** The last time at which a curve has something to show. */
const lastShown = (curves: readonly Pick<ChartCurve, 'x' | 'y'>[]): number =>
  largest(
    0,
    curves.flatMap(({ x, y }) => Array.from(x).filter((_, k) => Number.isFinite(y[k]))),
  );

/** Losses over the time of the flow. */
function lossesOverTime({ study }: Look, { comparison, clocks, times, losses }: Compared): Drawing {
  const curves: ChartCurve[] = comparison.descents.map(({ times: own, losses: lost }, k) => ({
    id: `walk-${clocks[k].index}`,
    label: clocks[k].walk.label,
    colour: colourOf(clocks[k].index),
    x: own!,
    y: lost,
  }));
  const isPositive = [losses, ...curves.map(({ y }) => Array.from(y))].every((list) => list.every((loss) => loss >= 0));
  // below it there is nothing but rounding
  const floor = rounding * losses[0];
  const shown = (list: ArrayLike<number>): Float64Array =>
    Float64Array.from(list, (loss) => (isPositive && loss < floor ? NaN : loss));
  const drawn = [
    ...curves,
    { id: 'flow', label: 'gradient flow', colour: '--text', x: times, y: losses, style: 'dashed' as const },
  ].map((curve) => ({ ...curve, y: shown(curve.y) }));
  const data: ChartData = {
    id: 'flow',
    title: 'Descent beside the gradient flow',
    x: { name: 'time of the flow: sum of step sizes, over 1 − momentum', unit: '', max: 1.04 * lastShown(drawn) },
    y: { name: 'loss', unit: '', ...(isPositive && { scale: 'log' as const }) },
    curves: drawn,
  };
  const { flow, descents } = comparison;
  const apart = descents.map(({ toFlow }, k) => `${clocks[k].walk.title} by up to ${said(largest(0, toFlow ?? []))}`);
  const caption = sentences([
    `The loss of “${study.title}” along the gradient flow dx/dt = −∇L and along methods at equal times, where a step of size η takes the time η, and η/(1 − b) with momentum b.`,
    `From a loss of ${said(losses[0])} the flow comes to ${said(losses[places - 1])} by the time ${said(flow.duration)}${flow.shortfall ? ` (it was followed no further: ${flow.shortfall})` : ''}.`,
    `The methods leave it: ${apart.join('; ')}.`,
    ...descents.map(
      ({ shortfall }, k) => shortfall && /finite/.test(shortfall) && `${clocks[k].walk.title} is ${shortfall}.`,
    ),
  ]);
  return { data, caption };
}

/** Distances to the flow, and to the flow that each method follows itself. */
function distances({ study }: Look, { comparison, clocks }: Compared): Drawing {
  const curvesOf = ({ times, toFlow, toOwn }: ComparedDescent, k: number): ChartCurve[] => {
    const { walk, index } = clocks[k];
    const own = {
      id: `own-${index}`,
      label: `${walk.title}, to its own flow`,
      colour: colourOf(index),
      style: 'dashed' as const,
    };
    const upTo = (list: readonly number[]) => times!.slice(1, list.length);
    return [
      ...(toFlow
        ? [{ id: `flow-${index}`, label: walk.label, colour: colourOf(index), x: upTo(toFlow), y: toFlow.slice(1) }]
        : []),
      ...(toOwn ? [{ ...own, x: upTo(toOwn), y: toOwn.slice(1) }] : []),
    ];
  };
  const lasts = clocks.map(({ lasts: each }) => each);
  const data: ChartData = {
    id: 'flow-distance',
    title: 'How far methods are from the flow',
    x: { name: 'time of the flow', unit: '', ...(isLong(lasts) && { scale: 'log' as const }) },
    y: { name: 'distance in the space of parameters', unit: study.unit, scale: 'log' },
    curves: comparison.descents.flatMap(curvesOf),
  };
  const gains = comparison.descents.flatMap(({ toFlow, toOwn }, k) =>
    toFlow && toOwn && largest(0, toOwn) > 0
      ? [
          `${clocks[k].walk.title} is up to ${said(largest(0, toFlow))} from the gradient flow, and up to ${said(largest(0, toOwn))} from its own`,
        ]
      : [],
  );
  const caption = sentences([
    'Distances between iterates and the gradient flow at equal times; dashed, to the flow that a method follows itself: for descent −∇(L + η/4 |∇L|²), for momentum a flow of second order.',
    gains.length > 0 && `${gains.join('; ')}.`,
    'Where the dashed line lies lower, the method is better described by its own flow than by the gradient flow.',
  ]);
  return { data, caption };
}

/** Step sizes, each half of the last, from a part of the edge of stability where the landscape is sharpest of two places. */
const [halvings, ofEdge] = [4, 0.1] as const;

async function ordersOf({ study, lowest }: Look, options: DrawOptions): Promise<MeasuredOrders | null> {
  const { landscape, start, seed } = study;
  const { size } = landscape.layout;
  const { signal } = options;
  const found = { steps: 40, tolerance: 1e-4, seed, ...(signal && { signal }) };
  let sharpest = 0;
  for (const x of [start, lowest.x]) {
    const end = await extremes(hessianAt(landscape, x, options), size, found);
    sharpest = Math.max(sharpest, end.largest.value);
  }
  if (sharpest === 0) return null;
  const first = Number((ofEdge / sharpest).toPrecision(2));
  const rates = Array.from({ length: halvings }, (_, k) => first / 2 ** k);
  return measureOrders(gradientOf(landscape, options), productsOf(landscape, options), start, 8 * first, rates, {
    mostEvaluations,
    ...(signal && { signal }),
  });
}

function orders({ study }: Look, { learningRates, toFlow, toOwn, orderToFlow, orderToOwn }: MeasuredOrders): Drawing {
  const data = orderChart({
    id: 'flow-order',
    title: 'The order of descent as an integrator of the flow',
    x: { name: 'step size η', unit: '' },
    y: { name: 'distance at one time', unit: study.unit },
    curves: [
      { id: 'flow', label: 'to the gradient flow', colour: '--now', x: learningRates, y: toFlow },
      { id: 'modified', label: 'to the modified flow', colour: '--line-1', x: learningRates, y: toOwn },
    ],
  });
  const caption = sentences([
    `Distance of gradient descent to two flows after a time of ${said(8 * learningRates[0])}, for step sizes of which each is half of the last.`,
    `To the gradient flow it falls like η to the power of ${said(orderToFlow.at(-1)!)}, to the modified flow −∇(L + η/4 |∇L|²) like η to the power of ${said(orderToOwn.at(-1)!)}, between the two shortest steps.`,
    'So descent with a finite step descends another loss, which punishes steep places.',
  ]);
  return { data, caption };
}

async function* draw(look: Look, options: DrawOptions): AsyncIterable<readonly Drawing[]> {
  const found = await compared(look, options);
  const first = [lossesOverTime(look, found), distances(look, found)];
  yield first;
  if (look.study.landscape.layout.size > mostMeasured) return;
  const measured = await ordersOf(look, options);
  const isMeasured = measured && norm(Float64Array.from(measured.toFlow)) > 0 && measured.toFlow.every(Number.isFinite);
  if (isMeasured) yield [...first, orders(look, measured)];
}

/** Words for a study none of whose methods has a clock. */
const missing = ({ walks }: Look): string | null =>
  clocked(walks).some(({ lasts }) => lasts > 0)
    ? null
    : 'no method has a clock of the flow (gradient-descent, momentum and nesterov have)';

export const flowFigure: LabFigure = { name: 'flow', missing, draw };
