/** @file An unknown: numbers of a robot, or of how it was recorded, that recordings shall tell; and what those of joints and bodies share. */
import { jvp } from '../../core/derivative/functions.ts';
import { at } from '../../core/ops/indexing.ts';
import { PopulationTensor, tensor, zeros } from '../../core/population-tensor.ts';
import {
  completeParameters,
  type PartialRobotParameters,
  withJointParameters,
} from '../../robot/partial-parameters.ts';
import type { RobotModel } from '../../robot/model.ts';
import type { StepSettings } from '../../simulation/plant.ts';
import { coordinateOf, movedCoordinate, positive } from '../positive.ts';

/** Numbers that a recording depends on besides its forces and its start. */
export type RecordedNumbers = {
  readonly robot: PartialRobotParameters;
  /** What the encoders tell beyond where the joints are [nv], rad or m. */
  readonly bias: PopulationTensor;
  /** s by which forces come later than they were recorded, []. */
  readonly delay: PopulationTensor;
};

/** A robot without unknowns. */
export const knownNumbers = ({ nv }: RobotModel, robot: PartialRobotParameters = {}): RecordedNumbers => ({
  robot,
  bias: zeros([nv]),
  delay: zeros([]),
});

/** A number that people read. */
export interface Quantity {
  /** "damping of elbow". */
  readonly name: string;
  /** SI unit. */
  readonly unit: string;
  /** What it is taken for before anything is identified. */
  readonly before: number;
  /** How large such a number usually is: what counts as much and as little. */
  readonly scale: number;
  /** What acts in the same way at one speed has the same word. */
  readonly resists?: string;
}

/** Where numbers are read from coordinates. */
export interface Reading {
  readonly quantities: readonly Quantity[];
  /** Of coordinates [size], a number each quantity. */
  readonly read: (x: PopulationTensor) => PopulationTensor;
}

/** Numbers that are unknown, by coordinates that may take any value; a change of 1 is about as large as the numbers themselves. */
export interface Unknown extends Reading {
  /** Where the search starts: off bounds. */
  readonly start: Float64Array;
  /** Puts what coordinates [size] say in its place. */
  readonly put: (numbers: RecordedNumbers, x: PopulationTensor) => RecordedNumbers;
  /** Coordinates after a step, to first order their sum: such that what residuals are nearly linear in moves on straight lines. Their sum where absent. */
  readonly move?: (x: Float64Array, step: Float64Array) => Float64Array;
  /** How many coordinates after one another act alike, as those of one body do; default 1. */
  readonly together?: number;
  /** Combinations are said of these where they are not linear in the quantities. */
  readonly linear?: Reading;
  /** Set of what each recording has of its own: its start. */
  readonly isStart?: true;
  /** Set where it is added to what the robot has, so that several of one name are numbers of their own. */
  readonly adds?: true;
  /** Longest delay that has to be kept, s. */
  readonly mostDelay?: number;
}

/** What unknowns are made with. */
export interface UnknownContext extends StepSettings {
  /** What is known of the robot otherwise than the model says. */
  readonly robot: PartialRobotParameters;
}

/** Unknown numbers that are never negative, each about as wide as its scale; `put` gets them, [size]. */
export function positives(
  quantities: readonly Quantity[],
  put: (numbers: RecordedNumbers, values: PopulationTensor) => RecordedNumbers,
): Unknown {
  const widths = tensor(quantities.map(({ scale }) => scale));
  const read = (x: PopulationTensor): PopulationTensor => positive(x, widths);
  return {
    quantities,
    start: Float64Array.from(quantities, ({ before, scale }) => coordinateOf(before, scale)),
    read,
    put: (numbers, x) => put(numbers, read(x)),
    move: (x, step) => x.map((own, i) => movedCoordinate(own, step[i])),
  };
}

/** A number of each of some joints that is never negative. */
export function ofJoints(
  { model, robot }: UnknownContext,
  joints: readonly number[],
  what: {
    readonly part: 'damping' | 'friction' | 'armature';
    readonly name: string;
    readonly units: readonly [turning: string, sliding: string];
    /** Of those that have none. */
    readonly scale: number;
    readonly resists?: true;
  },
): Unknown {
  const own = completeParameters(model, robot);
  const quantities = joints.map((i): Quantity => {
    const before = own.joints[i][what.part].item();
    const { name, type } = model.joints[i];
    return {
      name: `${what.name} of ${name}`,
      unit: what.units[type === 'prismatic' ? 1 : 0],
      before,
      scale: before > 0 ? before / 4 : what.scale,
      ...(what.resists && { resists: name }),
    };
  });
  return positives(quantities, (numbers, values) => ({
    ...numbers,
    robot: withJointParameters(model, numbers.robot, joints, (_, place) => ({ [what.part]: at(values, place) })),
  }));
}

/** Slopes of a reading by its coordinates, a row a quantity. */
export function slopesOf({ read, quantities }: Reading, x: Float64Array): Float64Array[] {
  const columns = Array.from(x, (_, j) => {
    const along = new Float64Array(x.length);
    along[j] = 1;
    return jvp(read, new PopulationTensor({ shape: [x.length], population: 1 }, x), tensor(along)).tangent.data;
  });
  return quantities.map((_, i) => Float64Array.from(columns, (column) => column[i]));
}

/** Coordinates of all unknowns after a step, one after another. */
export function movedCoordinates(unknowns: readonly Unknown[], x: Float64Array, step: Float64Array): Float64Array {
  const next = x.map((value, i) => value + step[i]);
  let from = 0;
  for (const { start, move } of unknowns) {
    const to = from + start.length;
    if (move) next.set(move(x.slice(from, to), step.slice(from, to)), from);
    from = to;
  }
  return next;
}

/** How many coordinates after one another act alike, of all unknowns. */
export const groupsOf = (unknowns: readonly Unknown[]): number[] =>
  unknowns.flatMap(({ start, together = 1 }) => new Array<number>(start.length / together).fill(together));
