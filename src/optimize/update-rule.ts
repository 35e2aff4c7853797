/** @file What an update rule is: one step of all members of a population at once, from their parameters and gradients. */
import { PopulationTensor } from '../core/population-tensor.ts';
import { matchTensors, type Tree, type TreeOf } from '../core/tree.ts';
import { ArgumentError } from '../errors.ts';

/** Where one step leads, and how long it was. */
export interface Update<S extends TreeOf<S>, X extends Tree = Tree> {
  /** Like the x that was given. */
  readonly x: X;
  readonly state: S;
  /** Norm of each member's gradient over all leaves: [], with its members. */
  readonly gradientNorm: PopulationTensor;
  /** The same as it was used, after clipping. */
  readonly clippedGradientNorm: PopulationTensor;
  /** Learning rate that was used: [], one for all members or one each. */
  readonly stepSize: PopulationTensor;
}

/** How the steps of a rule stand beside the gradient flow dx/dt = -grad L. */
export interface BesideFlow {
  /** Time of the flow that a step takes, a part of its step size: 1 / (1 - b) where each gradient acts again by parts of b. */
  readonly timePerRate: number;
  /** The part b of heavy ball, m <- b m + g; x <- x - rate m; 0 for descent. Absent for another form. */
  readonly heavyBall?: number;
}

/**
 * Where a rule's steps begin to grow along a direction of curvature lambda: where stepSize * lambda is larger than the threshold. Of a
 * quadratic, in the long run, without clipping.
 */
export interface StabilityEdge<S extends TreeOf<S> = Tree> {
  readonly threshold: number;
  /** The threshold in words of the rule's settings. */
  readonly formula: string;
  /**
   * The diagonal P by which a direction is divided, after so many updates (at least one), like the parameters: lambda is an eigenvalue
   * of P^-1 H then, and of the Hessian H itself where this is absent.
   */
  preconditioner?(state: S, iterations: number): Tree;
}

/**
 * A rule that moves all members of a population at once, each by its own gradient and none by another's. A member whose
 * gradient is not finite comes out with numbers that are not, and the others as without it: whoever iterates (`minimize`, a Job)
 * stops that member and keeps its last good numbers.
 */
export interface UpdateRule<S extends TreeOf<S> = Tree> {
  readonly name: string;
  /** Where its steps begin to grow; absent where there is no such step size. */
  readonly edge?: StabilityEdge<S>;
  /** Absent where the rule has no common clock with the flow, as it measures its steps by the gradients' own size. */
  readonly besideFlow?: BesideFlow;
  /**
   * State before the first step, for parameters like these: a tree of tensors with their members, e.g. moments. Files keep it by
   * the paths of its leaves.
   */
  start(like: Tree): S;
  /**
   * One step. `x`: any tree of numbers, all leaves with the same members; `gradient`: a tree like x; `iteration`: from 0. Throws a
   * ShapeError or an ArgumentError where these do not fit together.
   */
  update<X extends Tree>(x: X, gradient: X, state: S, iteration: number): Update<S, X>;
}

/** Number of members that all these tensors have; refused where they differ. */
export function commonMembers(what: string, tensors: readonly PopulationTensor[]): number {
  const members = tensors[0]?.population ?? 1;
  const other = tensors.find(({ population }) => population !== members);
  if (other)
    throw new ArgumentError(
      what,
      `leaves of populations ${members} and ${other.population}`,
      'the same members in every leaf',
      'give every member its own values, e.g. by spread(…)',
    );
  return members;
}

/** Numbers of each leaf of a tree like `like`, spread over the members where all share them. */
export function dataLike(what: string, given: Tree, like: Tree, members: number): Float64Array[] {
  return matchTensors(what, given, like).map((leaf) => {
    if (leaf.population === members) return leaf.data;
    if (leaf.population === 1)
      return new PopulationTensor({ shape: leaf.shape, population: members }, { sharedValue: leaf }).data;
    throw new ArgumentError(what, `a population of ${leaf.population}`, `a population of ${members}, or of 1`);
  });
}
