/** @file Forward sensitivities: how a simulation under recorded forces moves with its unknowns, S+ = A S + df/dx, of one walk for all of them. */
import { requireList, requireParts } from '../core/arguments.ts';
import { jvp } from '../core/derivative/functions.ts';
import { isKnownZero } from '../core/known-zero.ts';
import { sub } from '../core/ops/arithmetic.ts';
import { add, mul, neg } from '../core/ops/elementwise.ts';
import { at, concat, slice, stack } from '../core/ops/indexing.ts';
import { matmul } from '../core/ops/linear-algebra.ts';
import { eye, type PopulationTensor, tensor, zeros } from '../core/population-tensor.ts';
import { requireTensorOf } from '../core/require-tensor.ts';
import { scan } from '../core/scan.ts';
import { tensorsOf, unflatten } from '../core/tree.ts';
import { inverseDynamics } from '../dynamics/inverse-dynamics.ts';
import { jointResistance } from '../dynamics/joint-friction.ts';
import { configurationDifference } from '../robot/joints/configuration-difference.ts';
import { completeParameters } from '../robot/partial-parameters.ts';
import type { RobotModel } from '../robot/model.ts';
import type { RobotParameters } from '../robot/parameters.ts';
import { commandInForce, rememberedCommands, sharesInForce } from '../rollout/delay.ts';
import type { State } from '../simulation/integrators/integrator.ts';
import { semiImplicitEuler } from '../simulation/integrators/semi-implicit-euler.ts';
import { articulatedPlant, integratorOf, type StepSettings } from '../simulation/plant.ts';
import { type StepJacobian, stepJacobian } from '../simulation/step-jacobian.ts';
import type { SegmentRows } from './segments.ts';
import type { RecordedNumbers, Unknown } from './unknowns/unknown.ts';

/** What is simulated, and what is unknown of it. */
export interface OutputModel extends StepSettings {
  /** What is known besides the model. */
  readonly numbers: RecordedNumbers;
  readonly unknowns: readonly Unknown[];
  /** Set where recordings are cut into segments, whose starts are found. */
  readonly isCut?: boolean;
}

/** What a simulation tells beside a recording; rows of all steps, the state before each. */
export type Told = {
  /** What the encoders tell of it, less what was told, [steps, nv]. */
  readonly error: PopulationTensor;
  readonly q: PopulationTensor;
  readonly v: PopulationTensor;
};

/** Coordinates of all unknowns, one after another. */
export const coordinatesOf = ({ unknowns }: Pick<OutputModel, 'unknowns'>): number =>
  unknowns.reduce((sum, { start }) => sum + start.length, 0);

/** Whether the start of each recording is unknown. */
export const hasUnknownStarts = ({ unknowns }: Pick<OutputModel, 'unknowns'>): boolean =>
  unknowns.some(({ isStart }) => isStart);

/** Whether some are: those of all recordings, or of segments that go on. */
export const hasOwnStarts = (output: Pick<OutputModel, 'unknowns' | 'isCut'>): boolean =>
  output.isCut === true || hasUnknownStarts(output);

/** Forces that are kept of each step: the present one and those that may still be under way. */
export function keptForces({ unknowns, dt }: Pick<OutputModel, 'unknowns' | 'dt'>): number {
  const most = unknowns.reduce((longest, { mostDelay = 0 }) => Math.max(longest, mostDelay), 0);
  return 1 + rememberedCommands(most, { dt, period: dt });
}

/** The numbers that coordinates x [size] stand for. */
export function numbersAt({ numbers: known, unknowns }: OutputModel, x: PopulationTensor): RecordedNumbers {
  let from = 0;
  return unknowns.reduce((numbers, { start, put }) => {
    const own = start.length === 0 ? zeros([0]) : slice(x, [from], [from + start.length]);
    from += start.length;
    return put(numbers, own);
  }, known);
}

function requireSimulation(output: OutputModel, x: PopulationTensor, rows: SegmentRows): void {
  requireParts('output', output, { model: 'an object', numbers: 'an object', unknowns: 'a list' });
  requireList('unknowns', output.unknowns);
  requireTensorOf('x', x, [coordinatesOf(output)], 'a coordinate each');
  requireParts('rows', rows, { forces: 'an object', told: 'an object' });
}

/** The force in force over a step, of those that are kept. */
const inForce = (forces: PopulationTensor, { delay }: RecordedNumbers, dt: number): PopulationTensor =>
  forces.shape[0] === 1
    ? at(forces, 0)
    : commandInForce(forces, sharesInForce(delay, zeros([]), forces.shape[0], { dt, period: dt }));

const toldOf = ({ model }: OutputModel, { q, v }: State, told: PopulationTensor, { bias }: RecordedNumbers): Told => ({
  error: add(configurationDifference(model, told, q), bias),
  q,
  v,
});

/** Simulates all segments from their starts, of coordinates x that they share. */
export function simulated(output: OutputModel, x: PopulationTensor, start: State, rows: SegmentRows): Told {
  requireSimulation(output, x, rows);
  const numbers = numbersAt(output, x);
  const plant = articulatedPlant(output);
  const robot = completeParameters(output.model, numbers.robot);
  return scan(
    (state: State, { forces, told }: SegmentRows) => ({
      carry: plant.step(state, inForce(forces, numbers, output.dt), robot),
      output: toldOf(output, state, told, numbers),
    }),
    start,
    rows as { forces: PopulationTensor; told: PopulationTensor },
  ).outputs;
}

/** The same, with the derivatives of what is told by all coordinates, then by the own start (tangent of q, then v). */
export type Sensitive = Told & {
  /** [steps, nv, columns]. */
  readonly errorBy: PopulationTensor;
  /** Of (tangent of q, v), [steps, 2 nv, columns]. */
  readonly stateBy: PopulationTensor;
};

/** d numbers / d x, a tree a coordinate. */
export function tangentsOf(output: OutputModel, x: PopulationTensor): RecordedNumbers[] {
  const size = coordinatesOf(output);
  return Array.from({ length: size }, (_, j) => {
    const along = new Float64Array(size);
    along[j] = 1;
    return jvp((y: PopulationTensor) => numbersAt(output, y), x, tensor(along)).tangent;
  });
}

/** How f moves with the coordinates, a column each: only what moves with one is walked. */
export function columnsOf(
  f: (numbers: RecordedNumbers) => PopulationTensor,
  numbers: RecordedNumbers,
  tangents: readonly RecordedNumbers[],
): PopulationTensor {
  const leaves = tensorsOf(numbers);
  const columns = tangents.map((tree) => {
    const along = tensorsOf(tree);
    const places = leaves.flatMap((_, i) => (isKnownZero(along[i]) ? [] : [i]));
    const moved = (moving: readonly PopulationTensor[]): PopulationTensor =>
      f(
        unflatten(
          numbers,
          leaves.map((leaf, i) => (places.includes(i) ? moving[places.indexOf(i)] : leaf)),
        ),
      );
    const pick = (of: readonly PopulationTensor[]): readonly PopulationTensor[] => places.map((i) => of[i]);
    return jvp(moved, pick(leaves), pick(along)).tangent;
  });
  return stack(columns, 1);
}

/** Forces [nv] of the drives that give an acceleration, with the resistance of v at the velocity `resisted`. */
export function neededForces(
  model: RobotModel,
  { q, v, a, resisted }: { readonly [name in 'q' | 'v' | 'a' | 'resisted']: PopulationTensor },
  numbers: RecordedNumbers,
): PopulationTensor {
  const robot = completeParameters(model, numbers.robot);
  return add(inverseDynamics(model, q, v, a, robot), mul(jointResistance(model, v, robot), resisted));
}

/** d(q+, v+) / d x [2 nv, size] of a step, for fixed q and v. */
function byNumbers(
  output: OutputModel,
  { q, v }: State,
  { next, B }: StepJacobian,
  of: {
    readonly numbers: RecordedNumbers;
    readonly tangents: readonly RecordedNumbers[];
    readonly forces: PopulationTensor;
  },
): PopulationTensor {
  const { model, dt } = output;
  const { numbers, tangents, forces } = of;
  const robotOf = ({ robot }: RecordedNumbers): RobotParameters => completeParameters(model, robot);
  if (integratorOf(output) !== semiImplicitEuler)
    return columnsOf(
      (moved) => {
        const after = articulatedPlant(output).step({ q, v }, inForce(forces, moved, dt), robotOf(moved));
        return concat([configurationDifference(model, next.q, after.q), after.v]);
      },
      numbers,
      tangents,
    );
  const a = mul(1 / dt, sub(next.v, v));
  // forces that are missing at the acceleration that was found are forces on the step, with the other sign
  const missing = columnsOf(
    (moved) => sub(neededForces(model, { q, v, a, resisted: next.v }, moved), inForce(forces, moved, dt)),
    numbers,
    tangents,
  );
  return neg(matmul(B, missing));
}

/** Simulates all segments with their sensitivities, one walk for all coordinates. */
export function sensitive(output: OutputModel, x: PopulationTensor, start: State, rows: SegmentRows): Sensitive {
  requireSimulation(output, x, rows);
  const { model, dt } = output;
  const n = model.nv;
  const size = coordinatesOf(output);
  const numbers = numbersAt(output, x);
  const tangents = tangentsOf(output, x);
  const robot = completeParameters(model, numbers.robot);
  const own = hasOwnStarts(output) ? [eye(2 * n)] : [];
  const biasBy =
    size === 0
      ? []
      : [
          stack(
            tangents.map(({ bias }) => bias),
            1,
          ),
        ];
  const addedToError = concat([...biasBy, ...own.map(() => zeros([n, 2 * n]))], 1);
  type Carry = State & { readonly S: PopulationTensor };
  return scan(
    ({ q, v, S }: Carry, { forces, told }: { forces: PopulationTensor; told: PopulationTensor }) => {
      const state = { q, v };
      const step = stepJacobian(output, state, inForce(forces, numbers, dt), robot);
      const by = size === 0 ? [] : [byNumbers(output, state, step, { numbers, tangents, forces })];
      const added = concat([...by, ...own.map(() => zeros([2 * n, 2 * n]))], 1);
      return {
        carry: { ...step.next, S: add(matmul(step.A, S), added) },
        output: {
          ...toldOf(output, state, told, numbers),
          errorBy: add(slice(S, [0, 0], [n, S.shape[1]]), addedToError),
          stateBy: S,
        },
      };
    },
    { ...start, S: concat([...(size === 0 ? [] : [zeros([2 * n, size])]), ...own], 1) },
    rows as { forces: PopulationTensor; told: PopulationTensor },
  ).outputs;
}
