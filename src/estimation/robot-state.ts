/** @file The state of a robot that is estimated: configuration, velocity, and what else is not known of the world. */
import { requireList, requireNumbers, requireObject, requireParts, requireWord } from '../core/arguments.ts';
import { add } from '../core/ops/elementwise.ts';
import { concat, slice } from '../core/ops/indexing.ts';
import { type PopulationTensor, tensor, zeros } from '../core/population-tensor.ts';
import { requireTensorOf } from '../core/require-tensor.ts';
import { requireJointVectors } from '../dynamics/arguments.ts';
import { ArgumentError } from '../errors.ts';
import { goalPart, type Goals } from '../robot/goal.ts';
import { independentJoints } from '../robot/independent-joints.ts';
import type { RobotModel } from '../robot/model.ts';
import type { RobotParameters } from '../robot/parameters.ts';
import { requireModel } from '../robot/require-model.ts';
import { counted } from '../text/counted.ts';
import type { Gaussian } from './gaussian.ts';
import { forceUnit, positionUnit, velocityUnit } from './sensors/joint-choice.ts';
import { requireSensor } from './sensors/measure.ts';
import { sensedMoment } from './sensors/sensed.ts';
import type { Channel, Sensed, Sensor } from './sensors/sensor.ts';
import { configurationSpace, euclideanSpace, productSpace, requireSpace, type Space } from './space.ts';

/** How far a part may be from what is expected: one number for all coordinates or one each, in their units. */
export interface Uncertainty {
  /** Standard deviation at the start. */
  readonly spread: number | readonly number[];
  /** Standard deviation of what it wanders by over a tick. Default 0. */
  readonly walk?: number | readonly number[];
}

/** What besides the robot's own motion is estimated: where a goal is, a sensor's bias, or forces on the joints that nobody commands. */
export type UnknownPart =
  | ({ readonly part: 'goal'; readonly goal: string } & Uncertainty)
  | ({ readonly part: 'bias'; readonly sensor: Sensor } & Uncertainty)
  | ({ readonly part: 'forces' } & Uncertainty);

/** A part of the state: numbers from `start` up to `start + size`, in points as in tangents. */
export interface StatePart {
  /** For people and figures: `joint positions`, `joint velocities`, `goal cup`, `bias of imu`, `forces`. */
  readonly name: string;
  readonly start: number;
  readonly size: number;
  readonly coordinates: readonly Channel[];
  /** Standard deviations at the start; none of the robot's own motion, as they are the experiment's. */
  readonly spread?: readonly number[];
  /** Standard deviations of what it wanders by over a tick. */
  readonly walk: readonly number[];
}

/** Where everything is in the state of a robot. */
export interface RobotStateLayout {
  readonly model: RobotModel;
  readonly space: Space;
  /** Configuration, velocity, then what else is estimated. */
  readonly parts: readonly StatePart[];
  /** One a tangent's number. */
  readonly coordinates: readonly Channel[];
  readonly unknown: readonly UnknownPart[];
}

/** What a state is sensed with where it does not say so itself. */
export interface SensedContext {
  readonly goals?: Goals;
  readonly robot?: RobotParameters;
}

/** The name of a part for people. */
const nameOf = (unknown: UnknownPart): string =>
  unknown.part === 'goal'
    ? `goal ${unknown.goal}`
    : unknown.part === 'bias'
      ? `bias of ${unknown.sensor.name}`
      : 'forces';

function coordinatesOf(model: RobotModel, unknown: UnknownPart): readonly Channel[] {
  requireParts('unknown', unknown, { part: 'a text' });
  requireWord('part', unknown.part, ['goal', 'bias', 'forces']);
  if (unknown.part === 'goal')
    return ['x', 'y', 'z'].map((axis) => ({ label: `${axis} of ${unknown.goal}`, unit: 'm' }));
  if (unknown.part === 'forces')
    return independentJoints(model).map((joint) => ({ label: `force on ${joint.name}`, unit: forceUnit(joint) }));
  requireSensor('sensor', unknown.sensor);
  const { name, channels } = unknown.sensor;
  return channels.map(({ label, unit }) => ({ label: `bias of ${name}: ${label}`, unit }));
}

/** One number a coordinate. Throws an ArgumentError for a negative one and for another length. */
function numbersOf(setting: string, given: number | readonly number[], count: number): number[] {
  const list = typeof given === 'number' ? Array.from({ length: count }, () => given) : given;
  requireNumbers(setting, list, 'a number or a list of numbers');
  if (list.length !== count)
    throw new ArgumentError(setting, counted(list.length, 'number'), `one number, or ${counted(count, 'number')}`);
  const wrong = list.find((entry) => !(entry >= 0 && Number.isFinite(entry)));
  if (wrong !== undefined) throw new ArgumentError(setting, String(wrong), 'a standard deviation of at least 0');
  return [...list];
}

function unknownPart(model: RobotModel, unknown: UnknownPart): Omit<StatePart, 'start'> {
  const coordinates = coordinatesOf(model, unknown);
  const [name, size] = [nameOf(unknown), coordinates.length];
  return {
    name,
    size,
    coordinates,
    spread: numbersOf(`spread of ${name}`, unknown.spread, size),
    walk: numbersOf(`walk of ${name}`, unknown.walk ?? 0, size),
  };
}

/**
 * The state x = [q (nq); v (nv); what else is not known], on the robot's configuration space and numbers. Throws an ArgumentError where
 * a part is none, or named twice.
 */
export function robotStateLayout(model: RobotModel, unknown: readonly UnknownPart[] = []): RobotStateLayout {
  requireModel(model);
  requireList('unknown', unknown);
  const joints = independentJoints(model);
  const still = joints.map(() => 0);
  const own = [
    {
      name: 'joint positions',
      coordinates: joints.map((joint) => ({ label: joint.name, unit: positionUnit(joint) })),
    },
    {
      name: 'joint velocities',
      coordinates: joints.map((joint) => ({ label: `speed of ${joint.name}`, unit: velocityUnit(joint) })),
    },
  ].map((part) => ({ ...part, size: model.nv, walk: still }));
  const sizes = [...own, ...unknown.map((part) => unknownPart(model, part))];
  const names = sizes.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice !== undefined) throw new ArgumentError('unknown', `"${twice}" again`, 'each part once');
  const parts = sizes.map((part, i) => ({
    ...part,
    start: sizes.slice(0, i).reduce((sum, { size }) => sum + size, 0),
  }));
  return {
    model,
    space: productSpace([configurationSpace(model), ...parts.slice(1).map(({ size }) => euclideanSpace(size))]),
    parts,
    coordinates: parts.flatMap(({ coordinates }) => coordinates),
    unknown,
  };
}

/** Refuses what is no layout. */
export function requireLayout(layout: RobotStateLayout): void {
  const lists = { parts: 'a list', coordinates: 'a list', unknown: 'a list' } as const;
  requireParts('layout', layout, { model: 'an object', space: 'an object', ...lists }, 'use robotStateLayout(…)');
  requireModel(layout.model);
  requireSpace('layout.space', layout.space);
}

/** The part of that name, if the state has one. */
const findPart = ({ parts }: RobotStateLayout, name: string): StatePart | undefined =>
  parts.find((part) => part.name === name);

/** The part's numbers in a state [size]; nothing where the state has no such part. */
export function partOf(layout: RobotStateLayout, x: PopulationTensor, name: string): PopulationTensor | undefined {
  requireTensorOf('state', x, [layout.space.size], 'a state of the layout');
  const part = findPart(layout, name);
  return part && slice(x, [part.start], [part.start + part.size]);
}

/** What a state believes a sensor's bias to be, [size]; nothing where it is no part of it. */
export const biasIn = (layout: RobotStateLayout, x: PopulationTensor, sensor: Sensor): PopulationTensor | undefined =>
  partOf(layout, x, `bias of ${sensor.name}`);

/** Configuration and velocity of a state. */
export const motionIn = (layout: RobotStateLayout, x: PopulationTensor) => ({
  q: partOf(layout, x, 'joint positions')!,
  v: partOf(layout, x, 'joint velocities')!,
});

/** Forces on the joints, of drives as tau [nv] says and those that the state says nobody commands. */
export function forcesIn(layout: RobotStateLayout, x: PopulationTensor, tau: PopulationTensor): PopulationTensor {
  const unknown = partOf(layout, x, 'forces');
  return unknown ? add(tau, unknown) : tau;
}

/** The goals, of which those that are estimated are where a state says. */
export function goalsIn(layout: RobotStateLayout, x: PopulationTensor, goals: Goals): Goals {
  const moved = layout.unknown.flatMap((part) =>
    part.part === 'goal'
      ? [[part.goal, { ...goals[part.goal], position: partOf(layout, x, nameOf(part))! }] as const]
      : [],
  );
  return { ...goals, ...Object.fromEntries(moved) };
}

/** What sensors look at in a state, with goals and forces as it says; `tau` [nv] are the forces known besides. */
export function sensedOf(
  layout: RobotStateLayout,
  x: PopulationTensor,
  input: { readonly tau: PopulationTensor },
  context: SensedContext = {},
): Sensed {
  requireLayout(layout);
  requireObject('input', input, 'an object of tau');
  requireObject('context', context, 'an object of goals and robot');
  const { goals = {}, robot } = context;
  const { tau } = input;
  const { model } = layout;
  requireJointVectors(model, { tau });
  return sensedMoment(model, {
    ...motionIn(layout, x),
    tau: forcesIn(layout, x, tau),
    goals: goalsIn(layout, x, goals),
    ...(robot && { robot }),
  });
}

/** What is believed before the first reading, beside what the layout says of its other parts. */
export interface RobotStart {
  readonly q: PopulationTensor;
  readonly v: PopulationTensor;
  /** Standard deviations of configuration and velocity: one number for all joints or one each. */
  readonly spread: { readonly q: number | readonly number[]; readonly v: number | readonly number[] };
  /** Where goals are expected; they are asked for where their places are estimated. */
  readonly goals?: Goals;
}

/** The belief at the start: each part by itself, a bias and unknown forces expected to be 0. */
export function robotStart(layout: RobotStateLayout, start: RobotStart): Gaussian {
  requireLayout(layout);
  requireParts('start', start, { q: 'an object', v: 'an object', spread: 'an object' });
  const { model, parts, unknown, space } = layout;
  const { q, v, spread, goals = {} } = start;
  requireJointVectors(model, { q, v });
  const own = [numbersOf('spread.q', spread.q, model.nv), numbersOf('spread.v', spread.v, model.nv)];
  const deviations = [...own.flat(), ...parts.flatMap((part) => part.spread ?? [])];
  const others = unknown.map((part, i) =>
    part.part === 'goal' ? goalPart(goals, part.goal, 'position', [3]) : zeros([parts[i + 2].size]),
  );
  const factor = new Float64Array(space.dimension ** 2);
  deviations.forEach((deviation, i) => (factor[i * (space.dimension + 1)] = deviation));
  return { mean: concat([q, v, ...others]), factor: tensor(factor, [space.dimension, space.dimension]) };
}
