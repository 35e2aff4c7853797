/** @file Where a derivative is wrong: each operation of a function on its own, at the values that it has there and in some steps of its loops. */
import type { Application } from '../core/application.ts';
import { GraphValues } from '../core/backend/graph-values.ts';
import { LoopSteps } from '../core/backend/loop-steps.ts';
import { jvp, vjp } from '../core/derivative/functions.ts';
import { nodesOf, trace } from '../core/graph.ts';
import { largest } from '../core/largest.ts';
import { PopulationTensor } from '../core/population-tensor.ts';
import { apply } from '../core/primitive.ts';
import { numberFormats } from '../core/program/record/number-format.ts';
import { uniform } from '../core/random.ts';
import type { ScanAttributes } from '../core/scan-attributes.ts';
import { tensorsOf, type TreeOf } from '../core/tree.ts';
import { type Problem, rolledOut } from '../rollout/problem.ts';
import { formatSeconds } from '../text/quantities.ts';
import type { Pace } from './pace.ts';
import { slopeOf } from './slopes.ts';

/** An operation whose backward rule is not the derivative of its value. */
export interface WrongRule {
  /** E.g. `mul`, or the name of an algorithm with a derivative of its own. */
  readonly operation: string;
  /** What it belongs to, as it was labelled: "controller pd". */
  readonly note?: string;
  readonly joint?: string;
  /** Of the loop around it, from 0. */
  readonly step?: number;
  /** Of its pullback along random directions, relative. */
  readonly error: number;
}

/** An operation with its values. */
interface Place {
  readonly application: Application;
  readonly values: GraphValues;
  readonly step?: number;
}

/** Forward and backward rules that agree differ by rounding only. */
const dotTolerance = 1e-7;
/** Differences are as good as they say, times this; and better than that they are never trusted to be. */
const safety = 100;
const differenceTolerance = 1e-5;

/** All operations of a graph that a derivative flows through, those of a loop at some of its steps. */
function* placesIn(values: GraphValues, steps: readonly number[], step?: number): Generator<Place> {
  for (const application of nodesOf(values.graph)) {
    if (application.inputs.length === 0) continue;
    if (application.primitive.form?.kind !== 'scan') {
      yield { application, values, ...(step !== undefined && { step }) };
      continue;
    }
    const loop = new LoopSteps(application, values);
    const { length } = application.attributes as ScanAttributes;
    for (const inner of new Set(steps.map((each) => Math.min(each, length - 1)).filter((each) => each >= 0)))
      yield* placesIn(loop.valuesIn(inner), steps, inner);
  }
}

/** Random numbers about the size of others, and of 0 about that of the largest; not beyond 1, where angles turn round. */
function directionFor(x: PopulationTensor, seed: number, member: number): PopulationTensor {
  const most = largest(0, x.data.map(Math.abs)) || 1;
  const random = uniform({ seed, member }, x.size);
  const data = x.data.map(
    (value, i) => (random[i] < 0.5 ? random[i] - 1 : random[i]) * Math.min(Math.abs(value) || most, 1),
  );
  return new PopulationTensor(x, data);
}

const dotOf = (x: readonly PopulationTensor[], y: readonly PopulationTensor[], of = (z: number): number => z): number =>
  x.reduce((total, { data }, k) => total + data.reduce((sum, value, i) => sum + of(value * y[k].data[i]), 0), 0);

/** Relative error of an operation's pullback against its own tangents and against differences; 0 where it is right. */
async function errorOf({ application, values }: Place, seed: number, pace: Pace): Promise<number> {
  const { primitive, attributes, outputs } = application;
  const flows = primitive.flows?.(application);
  const at = application.inputs.map(
    (input) => new PopulationTensor({ shape: input.shape, population: 1 }, Float64Array.from(values.of(input, 0))),
  );
  const types = outputs.map(({ shape }) => ({ shape, population: 1 }));
  const f = (x: readonly PopulationTensor[]): PopulationTensor[] => apply(primitive, x, types, attributes);
  const direction = at.map((x, i) =>
    flows?.[i] === false ? new PopulationTensor(x, new Float64Array(x.size)) : directionFor(x, seed, i),
  );
  const { value, pullback } = vjp(f, at);
  const weights = value.map((y, i) => new PopulationTensor(y, uniform({ seed, member: i, step: 1 }, y.size)));
  const bars = pullback(weights);
  const along = dotOf(bars, direction);
  const tangent = dotOf(jvp(f, at, direction).tangent, weights);
  const size = Math.max(dotOf(bars, direction, Math.abs), Math.abs(tangent), Number.MIN_VALUE);
  const dotError = Math.abs(along - tangent) / size;
  if (dotError > dotTolerance) return dotError;
  const moved = (offset: number): number =>
    dotOf(
      f(
        at.map(
          (x, i) =>
            new PopulationTensor(
              x,
              x.data.map((entry, k) => entry + offset * direction[i].data[k]),
            ),
        ),
      ),
      weights,
    );
  const difference = await slopeOf(moved, { extent: 1, size }, pace);
  const error = Math.abs(along - difference.value) / Math.max(size, Math.abs(difference.value));
  return error > Math.max(differenceTolerance, (safety * difference.error) / size) ? error : 0;
}

/**
 * Operations of a function of shared tensors whose backward rules are wrong at x, those of its loops at some steps; the worst first.
 * Where a rule is right for the values of these steps, it is not found.
 */
export async function findWrongRules<X extends TreeOf<X>>(
  f: (x: X) => PopulationTensor,
  x: X,
  steps: readonly number[],
  pace: Pace,
): Promise<WrongRule[]> {
  const inputs = tensorsOf(x);
  const values = new GraphValues(trace(f, x), numberFormats.float64, {
    inputOf: (index) => inputs[index].data,
    wholeOf: (tensor) => tensor,
  });
  const found: WrongRule[] = [];
  let seed = 0;
  for (const place of placesIn(values, steps)) {
    await pace.step();
    const error = await errorOf(place, seed++, pace);
    if (!(error > 0)) continue;
    const { primitive, source } = place.application;
    const { note, joint } = source;
    found.push({
      operation: primitive.name,
      error,
      ...(note !== undefined && { note }),
      ...(joint !== undefined && { joint }),
      ...(place.step !== undefined && { step: place.step }),
    });
  }
  return found.toSorted((a, b) => b.error - a.error);
}

/** The same of a rollout, in words, looked for when it is first asked for: in the middle, where everything moves, and at its ends. */
export function wrongRulesOf<P extends TreeOf<P>>(
  problem: Problem<P>,
  parameters: P,
  pace: Pace,
): () => Promise<readonly string[]> {
  const { steps, dt } = problem;
  const search = async (): Promise<readonly string[]> => {
    const found = await findWrongRules(
      (x: P) => rolledOut(problem, x, problem.scenario).loss,
      parameters,
      [Math.floor(steps / 2), 0, steps - 1],
      pace,
    );
    return found.slice(0, mostListed).map((rule) => inWords(rule, dt));
  };
  let known: Promise<readonly string[]> | undefined;
  return () => (known ??= search());
}

const mostListed = 3;

const inWords = ({ operation, note, joint, step }: WrongRule, dt: number): string =>
  [
    `the derivative of "${operation}"`,
    ...(note === undefined ? [] : [` in ${note}`]),
    ...(joint === undefined ? [] : [`, joint "${joint}"`]),
    ...(step === undefined ? [] : [`, at ${formatSeconds(step * dt)}`]),
  ].join('');
