/** @file The parts of an experiment's check, one after another, each with the places where it fails. */
import { type Controller, type ControllerParameters, isMeasured } from '../../controllers/controller.ts';
import type { ParameterLayout } from '../core/parameters.ts';
import { uniform } from '../core/random.ts';
import { independentJoints } from '../robot/independent-joints.ts';
import type { RobotModel } from '../robot/model.ts';
import type { Problem } from '../rollout/problem.ts';
import { formatSeconds } from '../text/quantities.ts';
import { type Comparison, type MovedEntry, MovedLoss, mostTolerance } from './compared.ts';
import { digitsOf } from './digits.ts';
import { randomDirection, slopeAlong, withinEntries } from './directions.ts';
import { ForwardMode } from './forward-mode.ts';
import type { Pace } from './pace.ts';
import { wrongEntries } from './wrong-entries.ts';
import { wrongRulesOf } from './wrong-rule.ts';

/** One part of a check. */
export interface CheckPart {
  readonly name: 'connected' | 'finite' | 'growth' | 'forward' | 'direction' | 'costates' | 'set-aside';
  /** What was compared with what, in words. */
  readonly compared: string;
  /** Relative; NaN where a number was none. */
  readonly error: number;
  /** Digits to which the two agree; null where the part compares no numbers. */
  readonly digits: number | null;
  /** The largest error that is none. */
  readonly tolerance: number;
  readonly ok: boolean;
  /** Where it is wrong, in words. */
  readonly where?: string;
}

/** The derivatives that are checked. */
export interface CheckedDerivatives {
  readonly loss: number;
  readonly gradient: Float64Array;
  readonly states: { readonly q: Float64Array };
  readonly costates: {
    readonly tau: Float64Array;
    readonly q: Float64Array;
    readonly v: Float64Array;
    readonly goals: Readonly<Record<string, Float64Array>>;
  };
}

/** What is checked: an experiment is. */
export interface Checkable {
  readonly problem: Problem<ControllerParameters>;
  readonly layout: ParameterLayout<ControllerParameters>;
  readonly initialParameters: Float64Array;
  readonly disconnected: readonly string[];
  /** Whose controller's measured parameters are left out, as they have no gradient; none where it is absent. */
  readonly settings?: { readonly controller: Pick<Controller, 'measured'> };
  describe(entries: readonly number[]): string;
  inspect(parameters: Float64Array): CheckedDerivatives;
}

const directions = 3;
const roundingError = 2 ** -53;

/** A part that says something, and nothing where there is nothing to object. */
const statement = (name: CheckPart['name'], compared: string, objection?: string): CheckPart => ({
  name,
  compared,
  error: objection === undefined ? 0 : NaN,
  digits: null,
  tolerance: 0,
  ok: objection === undefined,
  ...(objection !== undefined && { where: objection }),
});

/** A part that compares numbers; `places` are asked for where it fails. */
async function comparison(
  name: CheckPart['name'],
  compared: string,
  { error, tolerance, ok }: Comparison,
  places: () => Promise<readonly string[]>,
): Promise<CheckPart> {
  const part = { name, compared, error, digits: digitsOf(error), tolerance, ok };
  return ok ? part : { ...part, where: (await places()).join('; ') };
}

/** All parts. Between two of them, and within the long ones, the event loop turns. */
export async function* partsOf(
  experiment: Checkable,
  x: Float64Array,
  seed: number,
  pace: Pace,
): AsyncGenerator<CheckPart> {
  const { disconnected, problem, layout } = experiment;
  const found = disconnected.length > 0 ? `no path from ${disconnected.join(', ')}` : undefined;
  yield statement('connected', 'every parameter has a path to the loss', found);
  await pace.turn();
  const derivatives = experiment.inspect(x);
  const objection = notFinite(experiment, derivatives);
  yield statement('finite', 'motion, loss and gradient are finite', objection);
  if (objection !== undefined) return;
  await pace.turn();
  const all = learnedEntries(experiment);
  const along = Array.from({ length: directions }, (_, k) => randomDirection(derivatives.gradient, seed, k));
  const rules = wrongRulesOf(problem, layout.fromVector(x), pace);
  const places =
    (isWrong: (entries: readonly number[]) => Promise<boolean>) => async (): Promise<readonly string[]> => {
      const entries = await wrongEntries(all, isWrong);
      return [...(entries.length > 0 ? [experiment.describe(entries)] : []), ...(await rules())];
    };

  const forward = new ForwardMode(problem, layout, x);
  await pace.turn();
  const growth = await forward.stateGrowth(pace);
  const atForward = (direction: Float64Array, entries: readonly number[]): Comparison => {
    const { slope, size } = slopeAlong(derivatives.gradient, direction, entries);
    const other = forward.slope(withinEntries(direction, entries));
    const error = Math.abs(slope - other) / Math.max(size, Math.abs(other), Number.MIN_VALUE);
    const tolerance = Math.min(mostTolerance, Math.max(1e-10, 100 * growth * roundingError));
    return { error, tolerance, ok: error <= tolerance };
  };
  const horizon = growthPart(growth);
  yield horizon;
  if (!horizon.ok) return;
  for (const [k, direction] of along.entries()) {
    await pace.step();
    yield await comparison(
      'forward',
      `the gradient along random direction ${k + 1} of ${directions}, against forward mode`,
      atForward(direction, all),
      places(async (entries) => !atForward(direction, entries).ok),
    );
  }
  await pace.turn();

  const moved = new MovedLoss(problem, layout, x, { growth, pace });
  await pace.turn();
  for (const [k, direction] of along.entries())
    yield await comparison(
      'direction',
      `the gradient along random direction ${k + 1} of ${directions}, against differences of the loss`,
      await moved.compareAlong(derivatives.gradient, direction, all),
      places(async (entries) => !(await moved.compareAlong(derivatives.gradient, direction, entries)).ok),
    );
  const step = Math.floor(uniform({ seed, step: directions }, 1)[0] * problem.steps);
  for (const { words, entries } of costatesAt(step, problem, derivatives)) {
    const { wrong, ...compared } = await moved.compareMoves(entries);
    yield await comparison('costates', `the loss by ${words}, against differences`, compared, async () => [
      ...wrong.slice(0, 6).map(({ name }) => name),
      ...(await rules()),
    ]);
  }
}

/** Places of the parameters that are learned by their gradient. */
function learnedEntries({ layout, settings }: Checkable): number[] {
  return layout.slots.flatMap(({ path, offset, size }) =>
    settings && isMeasured(settings.controller, path) ? [] : Array.from({ length: size }, (_, i) => offset + i),
  );
}

function notFinite(
  { problem, describe }: Checkable,
  { loss, gradient, states }: CheckedDerivatives,
): string | undefined {
  const bad = states.q.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) return `the motion, from ${formatSeconds(Math.floor(bad / problem.model.nq) * problem.dt)} on`;
  if (!Number.isFinite(loss)) return 'the loss';
  const entries = Array.from(gradient, (value, i) => (Number.isFinite(value) ? -1 : i)).filter((i) => i >= 0);
  return entries.length > 0 ? `the gradient by ${describe(entries)}` : undefined;
}

/** The digits that the horizon leaves to a gradient. */
function growthPart(growth: number): CheckPart {
  const error = growth * roundingError;
  return {
    name: 'growth',
    compared: `a moved start grows ${growth.toPrecision(2)}-fold over the horizon, and so does rounding`,
    error,
    digits: null,
    tolerance: mostTolerance,
    ok: error <= mostTolerance,
    ...(!(error <= mostTolerance) && { where: 'the horizon: too few digits are left to a gradient' }),
  };
}

interface Group {
  readonly words: string;
  readonly entries: readonly MovedEntry[];
}

/** The costates of a step, joint by joint, and the derivatives by the positions of goals. */
function costatesAt(
  step: number,
  { model, dt }: { readonly model: RobotModel; readonly dt: number },
  { costates }: CheckedDerivatives,
): Group[] {
  const time = formatSeconds((step + 1) * dt);
  const byJoint = (part: 'tau' | 'q' | 'v', words: string, extent: number): Group => ({
    words,
    entries: independentJoints(model).map(({ name }, i) => {
      const entry = step * model.nv + i;
      return { name: `joint "${name}"`, found: costates[part][entry], path: `noise.${part}`, entry, extent };
    }),
  });
  const goals = Object.entries(costates.goals).map(([goal, rows]): Group => ({
    words: `the position of goal "${goal}"`,
    entries: Array.from(rows, (found, entry) => ({
      name: `${'xyz'[entry]} of goal "${goal}"`,
      found,
      path: `goals.${goal}.position`,
      entry,
      extent: 1,
    })),
  }));
  return [
    byJoint('tau', `forces on the joints in the step to ${time}`, 50),
    byJoint('q', `the configuration at ${time}`, 1),
    byJoint('v', `the velocity at ${time}`, 1),
    ...goals,
  ];
}
