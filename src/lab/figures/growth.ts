/** @file How disturbances grow along a rollout, and gradients with them: singular values of products of step Jacobians over time. */
import { exp } from '../../core/scalar/exponential.ts';
import { log } from '../../core/scalar/logarithm.ts';
import type { ChartCurve, ChartData, ChartLimit } from '../../figures/chart/chart-data.ts';
import { paced } from '../../learning/lyapunov/in-steps.ts';
import { singularValuesInSteps } from '../../learning/lyapunov/products.ts';
import { type LoopExponents, rolloutExponents } from '../../learning/lyapunov/rollout-exponents.ts';
import type { StepJacobians } from '../../learning/lyapunov/step-jacobians.ts';
import { Pace } from '../../learning/pace.ts';
import type { Look } from '../look.ts';
import type { StudiedArm } from '../study.ts';
import type { Drawing, DrawOptions } from './lab-figure.ts';
import { colourOf, said, sentences } from './words.ts';

/** Moments at which the singular values are worked out: of small states, and of others. */
const [manyMoments, fewMoments] = [64, 32];
/** Numbers of a small state. */
const small = 4;
/** Directions with a line of their own: as many as there are colours. */
const mostLines = 6;

/** log10 of a growth beyond which gradients say next to nothing: the doctor's threshold. */
const hindering = 3;

const ln10 = log.value(10, 0, 0);

/** Singular values of dx_t/dx_0. */
interface Spreading {
  /** s. */
  readonly times: Float64Array;
  /** log10 of each, the largest first, at each time. */
  readonly logs: readonly Float64Array[];
}

async function spreadingOf({ matrices, size, time }: StepJacobians, pace: Pace): Promise<Spreading> {
  const count = Math.min(size <= small ? manyMoments : fewMoments, matrices.length);
  const steps = Array.from({ length: count + 1 }, (_, k) => Math.round((k * matrices.length) / count));
  const logs: Float64Array[] = [new Float64Array(size)];
  for (const step of steps.slice(1)) {
    const values = await paced(singularValuesInSteps(matrices.slice(0, step), size), pace);
    logs.push(values.map((value) => value / ln10));
  }
  return { times: Float64Array.from(steps, (step) => step * time), logs };
}

/** A factor by its log10: 24, 4·10⁸. */
const fold = (power: number): string =>
  Math.abs(power) < 300 ? said(exp.value(power * ln10, 0, 0)) : `10 to the ${Math.round(power)}`;

/** When the largest singular value passes a power of ten for the first time, s; null where it never does. */
function passedAt({ times, logs }: Spreading, power: number): number | null {
  const k = logs.findIndex((values) => values[0] >= power);
  if (k < 1) return null;
  const [before, after] = [logs[k - 1][0], logs[k][0]];
  return times[k - 1] + ((times[k] - times[k - 1]) * (power - before)) / (after - before);
}

const ordinals = ['2nd', '3rd', '4th', '5th', '6th'];

const perSecond = (rate: number): string => `${said(rate)} per s`;

function linesOf({ times, logs }: Spreading, rates: readonly number[]): ChartCurve[] {
  // what is forgotten at once has no line
  const lasting = rates.filter(Number.isFinite).slice(0, mostLines);
  return lasting.map((rate, direction) => ({
    id: `direction-${direction}`,
    label: `${direction === 0 ? 'largest' : ordinals[direction - 1]}, ${perSecond(rate)}`,
    colour: colourOf(direction),
    x: times,
    y: Float64Array.from(logs, (values) => values[direction]),
  }));
}

function limitsOf(spreading: Spreading): ChartLimit[] {
  return (
    [
      [1, 'tenfold'],
      [6, 'a million times'],
    ] as const
  ).flatMap(([power, words]) => {
    const x = passedAt(spreading, power);
    return x === null ? [] : [{ x, label: `${words} after ${said(x)} s`, colour: '--bad' }];
  });
}

/** What it means for learning, by log10 of what the largest singular value is at the end. */
function forLearning(power: number, spreading: Spreading): string {
  if (power > hindering)
    return `For learning: the gradient of the first forces is ${fold(power)} times that of the last ones, so no step size fits both, and the gradient describes the loss over next to no step. About ${said(passedAt(spreading, hindering)!)} s are as far as one gradient can see: shorten the horizon, or cut it into pieces (multiple shooting).`;
  if (power > 1)
    return `For learning: gradients of early forces are up to ${fold(power)} times those of late ones, and steps have to be so much smaller. Beyond a thousandfold they are hardly of use.`;
  if (power < -1)
    return `For learning: what is done early is forgotten by the end. Nothing explodes, but a cost at the end says next to nothing of early forces; a cost over the whole time does.`;
  return 'For learning: gradients of early and late forces are of one size, so nothing explodes and nothing fades over this horizon.';
}

/** "0.7 s" in which a rate multiplies by ten, or divides by it. */
const tenfoldTime = (rate: number): string => `${said(ln10 / Math.abs(rate))} s`;

function growthChart(look: Look, { closed, open }: Loops, spreading: Spreading): Drawing {
  const [rate] = closed.rates;
  const horizon = spreading.times.at(-1)!;
  const power = spreading.logs.at(-1)![0];
  const peak = spreading.logs.reduce((most, values) => Math.max(most, values[0]), 0);
  const lost = closed.rates.filter((each) => !Number.isFinite(each)).length;
  const kept = closed.rates.length - lost;
  const data: ChartData = {
    id: 'growth',
    title: 'Growth along the rollout',
    subtitle: 'singular values of dx(t)/dx(0), with the controller',
    x: { name: 'time', unit: 's', min: 0, max: horizon },
    y: { name: 'log₁₀ of the growth of a disturbance', unit: '' },
    curves: linesOf(spreading, closed.rates),
    limits: limitsOf(spreading),
  };
  const caption = sentences([
    `How much a small disturbance of the start has grown by the time t, in the direction that grows most and in those across it, at the lowest point (found by ${look.lowest.by}): the legend gives the exponent of each over the whole time.`,
    rate > 0
      ? `The largest grows ${fold(power)}-fold over ${said(horizon)} s: a finite-time Lyapunov exponent of ${said(rate)} per second, tenfold every ${tenfoldTime(rate)}.`
      : `The largest shrinks to ${fold(power)} of itself over ${said(horizon)} s: a finite-time Lyapunov exponent of ${said(rate)} per second, to a tenth every ${tenfoldTime(rate)}.`,
    peak > Math.max(power, 0) + 0.3 && `On the way it is up to ${fold(peak)}-fold.`,
    kept > mostLines &&
      `Lines are drawn of the first ${mostLines} of ${kept}; the last one has an exponent of ${said(closed.rates[kept - 1])} per second.`,
    lost > 0 && `${lost} of ${closed.rates.length} directions are forgotten within a step, and have no line.`,
    Math.abs(open.rates[0] - rate) > 1e-9 * Math.abs(rate)
      ? `Of the arm alone, under the same forces, the largest exponent is ${said(open.rates[0])} per second.`
      : 'The forces do not react to it: the arm alone has the same exponents.',
    forLearning(power, spreading),
  ]);
  return { data, caption };
}

/** Closed loop and arm alone. */
interface Loops {
  readonly closed: LoopExponents;
  readonly open: LoopExponents;
}

/** log10 of the growth until the end of a disturbance at t: the root of the mean square over all that have size 1. */
function untilEnd({ growth: { logs }, jacobians: { size, time } }: LoopExponents, of: Partial<ChartCurve>): ChartCurve {
  const own = log.value(size, 0, 0) / 2;
  return {
    id: '',
    label: '',
    colour: '',
    x: Float64Array.from(logs, (_, k) => k * time),
    y: logs.map((value) => (value - own) / ln10),
    ...of,
  };
}

function untilEndChart(look: Look, { closed, open }: Loops): Drawing {
  const curves = [
    untilEnd(closed, { id: 'closed', label: 'with the controller', colour: colourOf(0) }),
    untilEnd(open, { id: 'open', label: 'the arm alone', colour: colourOf(1), style: 'dashed' }),
  ];
  const data: ChartData = {
    id: 'growth-to-end',
    title: 'Growth from each moment to the end',
    subtitle: 'mean over all disturbances, dx(T)/dx(t)',
    x: { name: 'time t of the disturbance', unit: 's' },
    y: { name: 'log₁₀ of the growth until the end', unit: '' },
    curves,
  };
  const [first, alone] = curves.map(({ y }) => y[0]);
  const caption = sentences([
    `What a disturbance at the time t has become at the end, on average over all directions, at the lowest point (found by ${look.lowest.by}): read from right to left it is what the gradient of a cost at the end goes through.`,
    `From the start to the end it is multiplied by ${fold(first)} with the controller, and by ${fold(alone)} in the arm alone.`,
    first < alone - 0.3
      ? 'The controller takes disturbances out, and makes the gradient of early parameters smaller by as much.'
      : first > alone + 0.3
        ? 'The controller adds to disturbances: its gains or delays work against it.'
        : 'The controller changes little of it.',
  ]);
  return { data, caption };
}

/** Growth from the start on and until the end, of the rollout at the lowest point. Rejects with the signal's reason. */
export async function growthAlong(look: Look, { experiment }: StudiedArm, { signal }: DrawOptions): Promise<Drawing[]> {
  const { settings, layout, given } = experiment;
  const parameters = { ...given.fixed, ...layout.fromVector(look.lowest.x) };
  const loops = await rolloutExponents(settings, parameters, given.scenario, signal && { signal });
  const spreading = await spreadingOf(loops.closed.jacobians, new Pace(signal));
  return [growthChart(look, loops, spreading), untilEndChart(look, loops)];
}
