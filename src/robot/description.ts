/** @file Links and joints as a file describes them, before their tree is known. */
import type { Position } from './findings.ts';
import type { JointLimits, JointTypeName, LinkInertia, Pose, Shape, Vector3 } from './model.ts';

/** A link with the places that a finding about it names. */
export interface LinkDescription extends Position {
  readonly name: string;
  readonly path: string;
  readonly inertia: LinkInertia | null;
  /** Set where there is an <inertial> that could not be read: what is wrong with it is reported already. */
  readonly hasFaultyInertial: boolean;
  /** Where its <inertia> stands. */
  readonly inertiaAt: Position;
  readonly visuals: readonly Shape[];
  readonly collisions: readonly Shape[];
}

/** A joint with the places that a finding about it names. */
export interface JointDescription extends Position {
  readonly name: string;
  readonly path: string;
  readonly type: JointTypeName | 'fixed';
  readonly parent: string;
  readonly child: string;
  readonly parentAt: Position;
  readonly childAt: Position;
  readonly origin: Pose;
  readonly axis: Vector3;
  readonly limits: JointLimits;
  readonly damping: number;
  readonly friction: number;
  /** Joint that this one shall follow, which is not supported yet. */
  readonly mimics?: { readonly joint: string; readonly at: Position };
}
