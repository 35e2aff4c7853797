/** @file A moving body before it is judged: the links that are fixed to one another, and the joint that carries them. */
import type { LinkDescription, ResolvedJoint } from './description.ts';
import type { Pose } from './model.ts';

export interface BodyParts {
  readonly joint: ResolvedJoint;
  /** Index of the body that it hangs on, or -1. */
  readonly parent: number;
  /** Pose of the joint frame in the parent body. */
  readonly placement: Pose;
  /** The first carries the others. */
  readonly links: { readonly link: LinkDescription; readonly pose: Pose }[];
}
