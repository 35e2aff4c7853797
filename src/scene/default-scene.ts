/** @file A scene for a robot that came without one: a link goes where it surely can go, with gains and a step that fit the masses. */
import { ArgumentError } from '../errors.ts';
import { undrivenWarning } from '../learning/undriven.ts';
import { independentJoints } from '../robot/independent-joints.ts';
import type { Link, RobotModel } from '../robot/model.ts';
import { formatLength } from '../text/quantities.ts';
import { type Tuning, tune } from './defaults/gains.ts';
import { armLink, movedLink } from './defaults/link.ts';
import { choosePostures, distanceOf, mostLoad, type Posture, type Postures } from './defaults/postures.ts';
import { parseScene } from './parse.ts';
import type { SceneRobot } from './robot.ts';
import { type Scene, sceneVersion } from './schema.ts';

/** What is known of a scene before it is made. */
export interface DefaultSceneOptions {
  /** What files are named after. */
  readonly name: string;
  /** What people read where the robot has no name. */
  readonly title: string;
  /** The scene's robot, as it is written there. */
  readonly robot: string | (Partial<SceneRobot> & Pick<SceneRobot, 'file'>);
  /** The link that is to go somewhere; the end of the arm where it is absent. */
  readonly link?: string;
}

/** A scene, and what was chosen for it and why, in words. */
export interface DefaultScene {
  readonly scene: Scene;
  readonly notes: readonly string[];
}

/** What notes begin with that say that something is amiss. */
export const warningMark = 'warning: ';

/** Length of a rollout, s. */
const horizon = 2;

/** A link that moves less than this part of the arm's length goes nowhere: its joints do. */
const leastMove = 1e-3;

/** A weight of effort that a heavy arm's own gravity would not drown the goal by. */
const effortWeight = 0.001;

/**
 * To a nearby point by PD control, critically damped at the start; where the link has no way to go, to a nearby posture. Throws an
 * ArgumentError that says what to do for a robot that has nothing to move, or nothing to move it by.
 */
export function defaultScene(model: RobotModel, options: DefaultSceneOptions): DefaultScene {
  requireMovable(model);
  const link = options.link === undefined ? armLink(model) : movedLink(model, options.link);
  requireDriven(model, link);
  const postures = choosePostures(model, link, horizon);
  const tuning = tune(model, postures);
  const { costs, goals, residual, below } = taskOf(link, postures);
  const scene = parseScene({
    version: sceneVersion,
    name: options.name,
    title: (model.name.trim() === '' ? options.title : model.name).slice(0, 100),
    robot: options.robot,
    seed: 1,
    time: { step: tuning.step, horizon },
    start: { q: postures.start.q },
    goals,
    costs: [
      ...costs('running', 'approach', 1),
      {
        name: 'effort',
        residual: { type: 'torque', relative: true },
        weight: weightOf(model, postures),
        when: 'running',
      },
      { name: 'limits', residual: 'joint-limits', norm: 'one-sided', weight: 10, when: 'running' },
      ...costs('final', 'arrive', 100),
      { name: 'rest', residual: 'joint-velocity', weight: 0.1, when: 'final' },
    ],
    success: { residual, below },
    controller: { type: 'pd', kp: tuning.kp, kd: tuning.kd },
    method: { type: 'adam', learningRate: 0.03, clipNorm: 10, iterations: 200 },
  });
  return { scene, notes: notesOf(model, link, postures, tuning) };
}

function requireMovable(model: RobotModel): void {
  const what = `"${model.name}"`;
  if (model.nv === 0)
    throw new ArgumentError(
      'robot',
      `${what}, which has no joint that moves`,
      'a robot with a revolute, continuous or prismatic joint',
      'weld fewer joints, or choose another robot',
    );
  if (!model.hasInertia)
    throw new ArgumentError(
      'robot',
      `${what}, whose links have no inertia`,
      'masses that drives can move',
      'estimate them (--estimate-inertia, or "estimateInertia": true of the scene\'s robot)',
    );
}

/** Refuses a link that no drive moves. */
function requireDriven(model: RobotModel, { name, body }: Link): void {
  const own = independentJoints(model);
  for (let i = body; i >= 0; i = model.joints[i].parent) if (own[model.joints[i].qIndex].limits.effort > 0) return;
  throw new ArgumentError(
    'robot',
    `effort limits of 0 at every joint that moves "${name}"`,
    'a drive that can give a force',
    'take limits of 0 as absent (--ignore-zero-effort, or "ignoreZeroEffort": true of the scene\'s robot)',
  );
}

const moves = ({ start, goal, span }: Postures): boolean =>
  distanceOf(start.position, goal.position) > leastMove * span;

/** A point that the link is to come to, or a posture of the joints where the link has no way to go. */
function taskOf(link: Link, postures: Postures) {
  const { start, goal, span } = postures;
  const isPoint = moves(postures);
  const [to, target] = isPoint
    ? ['point', { type: 'point', position: goal.position.map((value) => toGrain(value, span)) }]
    : ['posture', { type: 'configuration', q: goal.q.map((value) => toGrain(value, 1)) }];
  const residual = isPoint ? { type: 'link-position', link: link.name, to } : { type: 'joint-position', to };
  return {
    goals: { [to as string]: target },
    residual,
    below: isPoint ? toleranceOf(distanceOf(start.position, goal.position), span) : 0.001,
    costs: (when: string, name: string, weight: number) => [{ name, residual, weight, when }],
  };
}

/** A millimetre, more for an arm of many metres, and less where the way is so short that a millimetre would be a part of it. */
const toleranceOf = (way: number, span: number): number =>
  Number(Math.min(0.001 * Math.max(1, Math.round(span / 2)), 0.02 * way).toPrecision(1));

/**
 * To a tenth of a millimetre, or finer for a small robot: an arm that moves on a surface only does not come to what lies off it.
 * Towards 0, as a stretched arm comes no farther.
 */
function toGrain(value: number, span: number): number {
  const perMetre = span < 0.2 ? 1e5 : 1e4;
  return Math.trunc(perMetre * value) / perMetre;
}

/** So low that holding the arm costs no more than an arm within its limits does. */
function weightOf(model: RobotModel, { start, goal }: Postures): number {
  const efforts = independentJoints(model).map(({ limits: { effort } }) =>
    effort > 0 && effort < Infinity ? effort : 1,
  );
  const meanSquare = ({ gravity }: Posture): number =>
    gravity.reduce((sum, force, i) => sum + (force / efforts[i]) * (force / efforts[i]), 0) / efforts.length;
  return Number((effortWeight / Math.max(1, meanSquare(start), meanSquare(goal))).toPrecision(1));
}

function jointsBefore({ joints }: RobotModel, { body }: Link): string {
  let count = 0;
  for (let i = body; i >= 0; i = joints[i].parent) count++;
  return count === 1 ? 'one joint' : `${count} joints`;
}

const percent = (part: number): string => `${Math.round(100 * part)} %`;

function notesOf(model: RobotModel, link: Link, postures: Postures, tuning: Tuning): string[] {
  const { start, goal } = postures;
  const joints = independentJoints(model);
  const load = Math.max(start.load, goal.load);
  const undriven = undrivenWarning(model);
  const hasWay = start.q.some((value, i) => Math.abs(goal.q[i] - value) > 1e-6);
  const slow = joints.filter((_, i) => tuning.frequencies[i] < tuning.frequency).map(({ name }) => `"${name}"`);
  return [
    `link "${link.name}": at the end of ${jointsBefore(model, link)}`,
    moves(postures)
      ? `goal: ${formatLength(distanceOf(start.position, goal.position))} from the start, where the link is in a posture within the joints' limits`
      : 'goal: a posture near the start, as no joint moves the origin of the link',
    ...(hasWay
      ? []
      : [`${warningMark}the goal is where the arm starts, as the joints have no range; fix: give them limits`]),
    load > mostLoad
      ? `${warningMark}no posture was found that the drives hold against gravity within ${percent(mostLoad)} of their limits: ${load >= 1 ? 'the arm falls' : `${percent(load)} at most`}; fix: raise the effort limits in the robot's file, or take those of 0 as absent (--ignore-zero-effort)`
      : `start and goal: held against gravity by at most ${percent(load)} of the drives' limits`,
    `gains: critically damped at ${Number(tuning.frequency.toPrecision(2))} rad/s` +
      (slow.length > 0 ? `; slower for ${slow.join(', ')}, whose drives could not follow` : ''),
    `step: ${1000 * tuning.step} ms` + (tuning.step < 0.005 ? `, as joint "${tuning.stiffest}" is stiff` : ''),
    ...(undriven === undefined ? [] : [`${warningMark}${undriven}`]),
  ];
}
