/** @file The push that would lower the loss: the derivatives of the loop with their sign turned, their units and their names. */
import { symlogScale } from '../../../figures/symlog.ts';
import { independentJoints } from '../../../robot/independent-joints.ts';
import type { RobotModel } from '../../../robot/model.ts';
import type { CostateKind } from '../../studio/store/shown.ts';
import type { Look } from './calls.ts';

const symbols: Readonly<Record<CostateKind, string>> = { tau: 'τ', v: 'v', q: 'q' };

/** What each kind is of, for people. */
export const costateNames: Readonly<Record<CostateKind, string>> = {
  tau: 'by torque',
  v: 'by velocity',
  q: 'by position',
};

const units: Readonly<Record<CostateKind, readonly [turning: string, sliding: string]>> = {
  tau: ['N m', 'N'],
  v: ['rad/s', 'm/s'],
  q: ['rad', 'm'],
};

/** The unit of what the loss is differentiated by: "N m"; both where some joints turn and some slide. */
export function unitOf(kind: CostateKind, model: RobotModel): string {
  const joints = independentJoints(model);
  const [turning, sliding] = units[kind];
  if (joints.every(({ type }) => type === 'prismatic')) return sliding;
  return joints.some(({ type }) => type === 'prismatic') ? `${turning} or ${sliding}` : turning;
}

/** "−∂loss/∂τ". */
export const symbolOf = (kind: CostateKind): string => `−∂loss/∂${symbols[kind]}`;

/** What has derivatives of the loss by pushes and states. */
export interface WithCostates {
  readonly costates: Readonly<Record<CostateKind, Float64Array>>;
}

/** By looks, so that what is drawn twice is the same array. */
const known = new WeakMap<Float64Array, Float64Array>();

/** -d loss / d of every joint at every step, steps x nv; the same array for the same look. */
export function pushesOf({ costates }: WithCostates, kind: CostateKind): Float64Array {
  const { [kind]: derivatives } = costates;
  const pushes = known.get(derivatives) ?? derivatives.map((value) => (value === 0 ? 0 : -value));
  known.set(derivatives, pushes);
  return pushes;
}

/**
 * The pushes at a frame of the motion, nv, as parts of the largest of all frames, -1 ... 1: one scale for the whole motion, so that
 * nothing jumps as time passes. At the last frame they are the last step's.
 */
export function ringsAt(look: WithCostates, kind: CostateKind, nv: number, frame: number): Float64Array {
  const pushes = pushesOf(look, kind);
  const step = Math.min(frame, pushes.length / nv - 1);
  return pushes.subarray(step * nv, (step + 1) * nv).map(symlogScale(pushes).at);
}

/** Where a push would change the loss most. */
export interface LargestPush {
  /** Position of the joint among those that move by themselves. */
  readonly joint: number;
  /** s. */
  readonly t: number;
  /** -d loss / d torque. */
  readonly value: number;
}

/** Null where no push does anything. `nv`: how many joints move by themselves. */
export function largestPush(look: WithCostates & Pick<Look, 'motion'>, nv: number): LargestPush | null {
  const pushes = pushesOf(look, 'tau');
  let found = -1;
  pushes.forEach((push, i) => {
    if (Number.isFinite(push) && Math.abs(push) > Math.abs(pushes[found] ?? 0)) found = i;
  });
  if (found < 0) return null;
  return { joint: found % nv, t: Math.floor(found / nv) * look.motion.dt, value: pushes[found] };
}

/** The instant that a newly opened arm is shown at: that at which the gradient is seen best, s. */
export const tellingInstant = (look: Look, nv: number): number => largestPush(look, nv)?.t ?? 0;
