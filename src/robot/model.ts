/** @file RobotModel: a kinematic tree as plain numbers, ready for kinematics, dynamics and drawing. */

/** Three numbers, along x, y and z. */
export type Vector3 = readonly [number, number, number];
/** Row-major 3 x 3. */
export type Matrix3 = readonly [number, number, number, number, number, number, number, number, number];

/** Pose of a child frame in its parent frame: `p_parent = rotation * p_child + translation` (m). */
export interface Pose {
  readonly rotation: Matrix3;
  readonly translation: Vector3;
}

/** Mass (kg), centre of mass (m, in link axes) and rotational inertia about it (kg m^2, in link axes). */
export interface LinkInertia {
  readonly mass: number;
  readonly centerOfMass: Vector3;
  readonly inertia: Matrix3;
}

/** A box of edges `size`, a cylinder along z or a sphere, centred at the origin; or a mesh in a file. Lengths in m. */
export type Geometry =
  | { readonly type: 'box'; readonly size: Vector3 }
  | { readonly type: 'cylinder'; readonly radius: number; readonly length: number }
  | { readonly type: 'sphere'; readonly radius: number }
  | { readonly type: 'mesh'; readonly file: string; readonly scale: Vector3 };

/** A shape of a link; `color` is RGBA in 0..1. */
export interface Shape {
  readonly name: string;
  readonly pose: Pose;
  readonly geometry: Geometry;
  readonly color?: readonly [number, number, number, number];
}

/** Everything the file says of one link. A frame of the model: `body` carries it, at the fixed pose `poseInBody`. */
export interface Link {
  readonly name: string;
  /** Index of the moving body the link belongs to, or -1 where it is fixed to the world. */
  readonly body: number;
  readonly poseInBody: Pose;
  readonly inertia: LinkInertia | null;
  readonly visuals: readonly Shape[];
  readonly collisions: readonly Shape[];
}

/** The types of joints that move. */
export type JointTypeName = 'revolute' | 'continuous' | 'prismatic';

/**
 * Bounds in rad (m), effort in N m (N), velocity in rad/s (m/s); Infinity where there is none. Those of an independent joint
 * include what its followers' position and velocity allow.
 */
export interface JointLimits {
  readonly lower: number;
  readonly upper: number;
  readonly effort: number;
  readonly velocity: number;
}

/**
 * A moving joint and the body it moves. Joint i moves body i; joints are ordered depth-first in file order, so
 * `parent < i`. The joint frame is the body frame at q = 0 (URDF's child link frame); the axis is a unit vector in it.
 */
export interface Joint {
  readonly name: string;
  readonly type: JointTypeName;
  /** Index of the parent body, or -1 for the world. */
  readonly parent: number;
  /** Pose of the joint frame in the parent body's frame (the root link's frame for the world), fixed joints folded in. */
  readonly placement: Pose;
  readonly axis: Vector3;
  readonly limits: JointLimits;
  /** Viscous damping, N m s/rad (N s/m). */
  readonly damping: number;
  /** Coulomb friction, N m (N). */
  readonly friction: number;
  /** Inertia of the drive's rotor, seen at the joint through its gear: kg m^2 (kg). */
  readonly armature: number;
  /** Index of this joint's first entry in q and in v; of a joint that follows another: of that other's. */
  readonly qIndex: number;
  readonly vIndex: number;
  /** Set where this joint follows another and has no coordinate of its own. */
  readonly mimic?: Mimic;
}

/** How a joint follows an independent one: its coordinate is multiplier * (that joint's) + offset. Chains are resolved. */
export interface Mimic {
  /** The independent joint, which follows none. */
  readonly joint: string;
  readonly multiplier: number;
  /** rad (m). */
  readonly offset: number;
}

/** A moving rigid body: the child link of a moving joint with all links fixed to it, lumped. Body i hangs on joint i. */
export interface Body {
  /** Name of the link that the moving joint carries. */
  readonly name: string;
  readonly inertia: LinkInertia;
}

/** A robot fixed to the world by its root link. Immutable. */
export interface RobotModel {
  readonly name: string;
  /** Coordinates and velocities of the independent joints. */
  readonly nq: number;
  readonly nv: number;
  readonly joints: readonly Joint[];
  readonly bodies: readonly Body[];
  /** All links in file order, the root first among the world's. */
  readonly links: readonly Link[];
  /** Acceleration of gravity in world axes, m/s^2; default [0, 0, -9.81]. */
  readonly gravity: Vector3;
  /** Velocity (rad/s, m/s) over which Coulomb friction is smoothed: at it, 71 % of the friction is reached. */
  readonly frictionVelocity: number;
  /** Whether anything of the robot has a mass; without one there is kinematics only. */
  readonly hasInertia: boolean;
}

/** Velocity over which Coulomb friction is smoothed where nothing else is said, rad/s (m/s). */
export const defaultFrictionVelocity = 0.01;
