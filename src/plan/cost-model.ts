/** @file The costs of one moment to second order: Gauss-Newton models by state and forces, in which a block that is 0 costs nothing. */
import { isKnownZero } from '../core/known-zero.ts';
import { add, mul } from '../core/ops/elementwise.ts';
import { concat, reshape, slice, transpose } from '../core/ops/indexing.ts';
import { matmul } from '../core/ops/linear-algebra.ts';
import { sum } from '../core/ops/reduction.ts';
import { type PopulationTensor, zeros } from '../core/population-tensor.ts';
import { jacobian } from '../dynamics/jacobian.ts';
import type { Goals } from '../robot/goal.ts';
import { goalsAt } from '../robot/goal-paths.ts';
import { movedConfiguration } from '../robot/joints/configuration-difference.ts';
import type { RobotModel } from '../robot/model.ts';
import type { RobotParameters } from '../robot/parameters.ts';
import { seenOf } from '../rollout/seen.ts';
import type { State } from '../simulation/integrators/integrator.ts';
import { skew } from '../spatial/skew.ts';
import { Transform } from '../spatial/transform.ts';
import type { Norm } from '../task/norm.ts';
import { quadratic } from '../task/norms/quadratic.ts';
import type { Residual, Seen } from '../task/residual.ts';
import type { Term } from '../task/task.ts';
import { forcesOfAll } from './driven-joints.ts';
import { normModel } from './norm-model.ts';
import { rowJacobian } from './row-jacobian.ts';

/** One moment: the state after a step, and the driven forces [m] that led there. */
export interface Moment {
  readonly model: RobotModel;
  readonly state: State;
  readonly u: PopulationTensor;
  /** s since the start, []. */
  readonly time: PopulationTensor;
  readonly robot: RobotParameters;
  readonly goals: Goals;
}

/** A cost with its slopes and a positive semidefinite model of its curvature, n = 2 nv (tangent of q, then v), m driven forces. */
export interface CostModel {
  readonly cost: PopulationTensor;
  readonly x: PopulationTensor;
  readonly u: PopulationTensor;
  readonly xx: PopulationTensor;
  /** [m, n]. */
  readonly ux: PopulationTensor;
  readonly uu: PopulationTensor;
}

/** What moves a moment, from 0: tangent of the state [2 nv], driven forces [m], and links, angular and linear [6] in world axes. */
interface Change {
  readonly x?: PopulationTensor;
  readonly u?: PopulationTensor;
  readonly links?: Readonly<Record<string, PopulationTensor>>;
}

/** A pose moved by a twist [angular; linear] of its own origin, to first order. */
function movedPose({ rotation, translation }: Transform, twist: PopulationTensor): Transform {
  const turn = matmul(skew(slice(twist, [0], [3])), rotation);
  return new Transform(add(rotation, turn), add(translation, slice(twist, [3], [6])));
}

/** What residuals see of a moment that is moved a little; links that move by themselves do not move with the state. */
type SeenMoved = (by: Change) => Seen;

function seenMovedOf({ model, state, u, time, robot }: Moment): SeenMoved {
  const { nv } = model;
  const seen = (at: State, force: PopulationTensor): Seen => seenOf(model, at, forcesOfAll(model, force), time, robot);
  const still = seen(state, u);
  return ({ x, u: force, links = {} }) => {
    const moved = x
      ? { q: movedConfiguration(model, state.q, slice(x, [0], [nv])), v: add(state.v, slice(x, [nv], [2 * nv])) }
      : state;
    const other = x || force ? seen(moved, force ? add(u, force) : u) : still;
    return {
      ...other,
      link: (name) =>
        Object.hasOwn(links, name) ? movedPose(still.link(name), links[name]) : (x ? other : still).link(name),
    };
  };
}

/** The vector whose norm a term is. */
interface Entries {
  readonly evaluate: Residual['evaluate'];
  readonly norm: Norm;
  readonly isAveraged: boolean;
}

/** A cost that is no square of anything known: linear, which is a model without curvature. */
const itself: Norm = { name: 'itself', isByEntry: true, evaluate: (entries) => sum(entries) };

/** Angles go by the chord, where there is one: 1 - cos is its square, and so has a Gauss-Newton model at every angle. */
function entriesOf({ residual, norm }: Term): Entries {
  const { chord, oneMinusCos } = residual;
  if (!norm.isOfAngles || !oneMinusCos)
    return { evaluate: residual.evaluate, norm, isAveraged: residual.isAveraged === true };
  return chord
    ? { evaluate: chord, norm: quadratic, isAveraged: false }
    : { evaluate: (seen, goals) => reshape(oneMinusCos(seen, goals), [1]), norm: itself, isAveraged: false };
}

/** What the terms of a moment share. */
interface Around {
  readonly at: Moment;
  readonly members: number;
  readonly seen: SeenMoved;
  /** The geometric Jacobian [6, nv] of a link, made once. */
  readonly linkJacobian: (name: string) => PopulationTensor;
}

function around(at: Moment): Around {
  const { model, state, robot, u } = at;
  const known = new Map<string, PopulationTensor>();
  return {
    at,
    members: Math.max(state.q.population, state.v.population, u.population),
    seen: seenMovedOf(at),
    linkJacobian: (name) => {
      const found = known.get(name) ?? jacobian(model, state.q, name, robot);
      known.set(name, found);
      return found;
    },
  };
}

/**
 * Jacobians of the vector by the state's tangent [size, 2 nv] and by the driven forces [size, m]. Links that a residual names move by
 * their twists, and those by the geometric Jacobian: cheaper than tangents through all bodies.
 */
function jacobiansOf(
  evaluate: Residual['evaluate'],
  links: readonly string[],
  { at, members, seen, linkJacobian }: Around,
) {
  const { nv } = at.model;
  const rest = Object.fromEntries(links.map((name) => [name, zeros([6], members)]));
  const by = (size: number, change: (x: PopulationTensor) => Change): PopulationTensor =>
    rowJacobian((x) => evaluate(seen(change(x)), at.goals), zeros([size], members));
  const throughLinks = links.flatMap((name) => {
    const byTwist = by(6, (twist) => ({ links: { ...rest, [name]: twist } }));
    if (isKnownZero(byTwist)) return [];
    const byAngles = matmul(byTwist, linkJacobian(name));
    return [concat([byAngles, zeros([byAngles.shape[0], nv])], 1)];
  });
  const direct = by(2 * nv, (x) => ({ x, links: rest }));
  return { x: [direct, ...throughLinks].reduce(add), u: by(at.u.size, (u) => ({ u })) };
}

/** J' M; nothing where one of them is 0. */
function product(J: PopulationTensor, M: PopulationTensor): PopulationTensor | undefined {
  return isKnownZero(J) || isKnownZero(M) ? undefined : matmul(transpose(J), M);
}

/** One term's cost without its weight; what is absent is 0. */
function termModel(term: Term, near: Around): Partial<CostModel> {
  const { evaluate, norm, isAveraged } = entriesOf(term);
  const J = jacobiansOf(evaluate, term.residual.links ?? [], near);
  const { value, slope, curved } = normModel(norm, evaluate(near.seen({}), near.at.goals), isAveraged);
  const curvedX = isKnownZero(J.x) ? J.x : curved(J.x);
  const curvedU = isKnownZero(J.u) ? J.u : curved(J.u);
  return {
    cost: value,
    x: product(J.x, slope),
    u: product(J.u, slope),
    xx: product(J.x, curvedX),
    ux: product(J.u, curvedX),
    uu: product(J.u, curvedU),
  };
}

/**
 * The weighted terms of a moment, added up, to second order: the slopes are exact; of the curvature J' N J is kept, J the Jacobian of the
 * residual and N the curvature of its norm. Exact for quadratic norms of residuals that are linear. `weights`: one [] a term.
 */
export function costModel(terms: readonly Term[], weights: readonly PopulationTensor[], at: Moment): CostModel {
  const n = 2 * at.model.nv;
  const m = at.u.size;
  const near = around({ ...at, goals: goalsAt(at.goals, at.time) });
  const parts = terms.map((term) => termModel(term, near));
  const total = (name: keyof CostModel, shape: readonly number[]): PopulationTensor => {
    const weighted = parts.flatMap(({ [name]: part }, i) => (part ? [mul(weights[i], part)] : []));
    return weighted.length > 0 ? weighted.reduce(add) : zeros(shape);
  };
  return {
    cost: total('cost', []),
    x: total('x', [n]),
    u: total('u', [m]),
    xx: total('xx', [n, n]),
    ux: total('ux', [m, n]),
    uu: total('uu', [m, m]),
  };
}
