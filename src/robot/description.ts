/** @file Links and joints as a file describes them, before their tree is known. */
import type { Position } from './findings.ts';
import type { JointLimits, JointTypeName, LinkInertia, Mimic, Pose, Shape, Vector3 } from './model.ts';

/** A link with the places that a finding about it names. */
export interface LinkDescription extends Position {
  readonly name: string;
  readonly path: string;
  readonly inertia: LinkInertia | null;
  /** Set where there is an <inertial> that could not be read: what is wrong with it is reported already. */
  readonly hasFaultyInertial: boolean;
  /** Where its <inertia> stands. */
  readonly inertiaAt: Position;
  /** Set where its <inertial> says of its inertia nothing but a mass, and maybe where that is. */
  readonly massOnly?: MassOnly;
  readonly visuals: readonly Shape[];
  readonly collisions: readonly Shape[];
}

/** A mass without a rotational inertia. */
export interface MassOnly {
  readonly mass: number;
  /** Undefined where the file does not say. */
  readonly centerOfMass?: Vector3;
  /** Where its <inertial> stands. */
  readonly at: Position;
  readonly path: string;
}

/** A joint with the places that a finding about it names. */
interface DescribedJoint extends Position {
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
}

/** A joint as the file describes it. */
export interface JointDescription extends DescribedJoint {
  /** Whether it was asked to be treated as fixed; `fixed` already where its type is none that could stand anywhere else. */
  readonly isWelded: boolean;
  /** Joint that this one shall follow: its coordinate is multiplier * (that joint's) + offset. */
  readonly follows?: Mimic & { readonly at: Position };
}

/** A joint after welding, where what it follows is an independent joint. A `fixed` one stands at its origin. */
export interface ResolvedJoint extends DescribedJoint {
  readonly mimic?: Mimic;
}
