/** @file Discrete against continuous: methods beside the gradient flow and beside their own flows, at equal times. */
import {
  requireCallback,
  requireFiniteNumber,
  requireInstance,
  requireInteger,
  requireList,
  requireOptions,
} from '../../core/arguments.ts';
import { largest } from '../../core/largest.ts';
import { norm } from '../../core/member-norms.ts';
import { ArgumentError } from '../../errors.ts';
import { gradientDescentKind } from '../../optimize/gradient-descent.ts';
import { methodKinds } from '../../optimize/kinds.ts';
import type { UpdateRule } from '../../optimize/update-rule.ts';
import { addScaled } from '../../optimize/vector.ts';
import { type Chosen, settingOf, typeOf } from '../../settings/kinds.ts';
import { Pace } from '../pace.ts';
import { clockOf } from './clocks.ts';
import { type Descent, descend } from './descent.ts';
import { followFlow, type FlowOptions, type FlowPath } from './flow.ts';
import { type Gradient, gradientFlow, type HessianProduct } from './gradient-flow.ts';
import { modifiedFlow } from './modified-flow.ts';
import { type HeavyBall, momentumFlow, momentumFlowStart } from './momentum-flow.ts';
import { measuredOrders } from './order.ts';

/** How methods and flows are compared. */
export interface ComparisonOptions extends FlowOptions {
  /** Products of the Hessian: modified flows need them, stiff ones are the quicker for them. */
  readonly product?: HessianProduct;
  /** Most iterations of a method; default 10,000. What has no clock makes all of them. */
  readonly iterations?: number;
}

/** A method beside the flow. */
export interface ComparedDescent extends Descent {
  readonly method: Chosen;
  /** Its clock, in words. */
  readonly clock: string;
  /** The method's own flow: modified for descent, of second order for heavy ball; null where it has none. */
  readonly own: FlowPath | null;
  /** Distance of each iterate to the gradient flow at the same time; null where there is no common clock. */
  readonly toFlow: readonly number[] | null;
  /** The same to its own flow. */
  readonly toOwn: readonly number[] | null;
}

/** Methods beside the flow. */
export interface Comparison {
  readonly flow: FlowPath;
  readonly descents: readonly ComparedDescent[];
}

const optionNames = ['product', 'iterations', 'relative', 'absolute', 'mostEvaluations', 'method', 'signal'];

/**
 * Methods, by their kinds with settings as scenes have them, from one start over one time of the gradient flow, and their distances
 * to it at equal times. Where the flow ends early, distances end with it. Rejects with the signal's reason, or with an ArgumentError
 * where an argument does not fit.
 */
export async function compareWithFlow(
  gradient: Gradient,
  start: Float64Array,
  duration: number,
  methods: readonly Chosen[],
  options: ComparisonOptions = {},
): Promise<Comparison> {
  requireCallback('gradient', gradient);
  requireInstance('start', start, Float64Array);
  requireFiniteNumber('duration', duration);
  requireList('methods', methods);
  requireOptions('compareWithFlow', options, optionNames);
  const { product, iterations = 10_000, ...flowOptions } = options;
  requireInteger('iterations', iterations, 1);
  const pace = new Pace(options.signal);
  const walks: { readonly method: Chosen; readonly rule: UpdateRule; readonly descent: Descent }[] = [];
  for (const method of methods) {
    const rule = methodKinds.make(method, null);
    if (!('update' in rule)) throw new ArgumentError('methods', typeOf(method), 'methods of first order');
    const descent = await descend(gradient, rule, clockOf(rule), start, { duration, iterations }, pace);
    walks.push({ method, rule, descent });
  }
  const longest = largest(
    duration,
    walks.map(({ descent }) => descent.times?.at(-1) ?? 0),
  );
  const flow = await followFlow(gradientFlow(gradient, product), start, longest, flowOptions);
  const descents: ComparedDescent[] = [];
  for (const { method, rule, descent } of walks) {
    const heavyBall = heavyBallOf(method, rule);
    const lasts = descent.times?.at(-1) ?? 0;
    const own = heavyBall && (await ownFlow({ gradient, product }, start, heavyBall, lasts, flowOptions));
    descents.push({
      ...descent,
      method,
      clock: clockOf(rule).says,
      own,
      toFlow: descent.times && distances(descent.points, descent.times, flow),
      toOwn: own && descent.times && distances(descent.points, descent.times, own),
    });
  }
  return { flow, descents };
}

/** Step size and momentum of a method that is descent or heavy ball all along; null of another. */
function heavyBallOf(method: Chosen, { besideFlow }: UpdateRule): HeavyBall | null {
  const schedule = settingOf<Chosen>(method, 'schedule');
  const isSteady = schedule === undefined || typeOf(schedule) === 'constant';
  if (!isSteady || settingOf(method, 'clipNorm') !== undefined || besideFlow?.heavyBall === undefined) return null;
  return { learningRate: settingOf<number>(method, 'learningRate')!, momentum: besideFlow.heavyBall };
}

/** The flow that descent or heavy ball follows more closely than the gradient flow; null where products that it asks for are not known. */
async function ownFlow(
  { gradient, product }: { readonly gradient: Gradient; readonly product: HessianProduct | undefined },
  start: Float64Array,
  settings: HeavyBall,
  duration: number,
  options: FlowOptions,
): Promise<FlowPath | null> {
  if (settings.momentum > 0) {
    const system = momentumFlow(gradient, settings, product);
    return followFlow(system, await momentumFlowStart(gradient, settings, start), duration, options);
  }
  if (!product) return null;
  const system = modifiedFlow(gradient, product, settings.learningRate);
  return followFlow(system, start, duration, { ...options, method: 'explicit' });
}

/** Distances of points to a flow at their times, as far as it goes; of a flow of second order, to its positions. */
function distances(points: readonly Float64Array[], times: readonly number[], flow: FlowPath): number[] {
  const reached = times.filter((time) => time <= flow.duration);
  return reached.map((time, k) => norm(addScaled(points[k], -1, flow.at(time).subarray(0, points[k].length))));
}

/** Distances of descent to flows at one time, for several step sizes. */
export interface MeasuredOrders {
  readonly learningRates: readonly number[];
  readonly toFlow: readonly number[];
  readonly toOwn: readonly number[];
  /** Slopes between neighbours: about 1, and about 2. */
  readonly orderToFlow: readonly number[];
  readonly orderToOwn: readonly number[];
}

/**
 * How fast descent comes closer to the gradient flow and to the modified one as its steps become shorter: distances at one time,
 * which the step sizes should divide. Rejects as `compareWithFlow` does.
 */
export async function measureOrders(
  gradient: Gradient,
  product: HessianProduct,
  start: Float64Array,
  duration: number,
  learningRates: readonly number[],
  options: FlowOptions = {},
): Promise<MeasuredOrders> {
  requireCallback('product', product);
  requireList('learningRates', learningRates);
  const methods = learningRates.map((learningRate) => ({ type: gradientDescentKind.type, learningRate }));
  const tight = { relative: 1e-12, absolute: 1e-14, ...options };
  const { descents } = await compareWithFlow(gradient, start, duration, methods, {
    product,
    iterations: 1_000_000,
    ...tight,
  });
  const toFlow = descents.map((descent) => descent.toFlow!.at(-1)!);
  const toOwn = descents.map((descent) => descent.toOwn!.at(-1)!);
  return {
    learningRates,
    toFlow,
    toOwn,
    orderToFlow: measuredOrders(learningRates, toFlow),
    orderToOwn: measuredOrders(learningRates, toOwn),
  };
}
