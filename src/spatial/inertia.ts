/** @file Rigid-body inertia as mass, first moment and rotational inertia about the origin (Featherstone 2008, sec. 2.13). */
import { add, mul } from '../core/ops/elementwise.ts';
import { div, sub } from '../core/ops/arithmetic.ts';
import { transpose } from '../core/ops/indexing.ts';
import { cross, matmul, outer, dot } from '../core/ops/linear-algebra.ts';
import { eye, type PopulationTensor } from '../core/population-tensor.ts';
import { requireShapeOf } from '../core/shape.ts';
import { Force } from './force.ts';
import type { Motion } from './motion.ts';
import { requireMassParts } from './shapes.ts';
import { skew } from './skew.ts';
import { complement, mirrorUpper } from './symmetric.ts';
import { MatrixRotation } from './factored-rotation.ts';
import type { Turning } from './turning.ts';
import type { Transform } from './transform.ts';

export class Inertia {
  /** [], kg. */
  readonly mass: PopulationTensor;
  /** Mass times centre of mass, [3], kg m. */
  readonly firstMoment: PopulationTensor;
  /** [3, 3], kg m^2, about the frame's origin. */
  readonly rotational: PopulationTensor;

  constructor(mass: PopulationTensor, firstMoment: PopulationTensor, rotational: PopulationTensor) {
    requireMassParts('Inertia', mass, firstMoment, rotational);
    this.mass = mass;
    this.firstMoment = firstMoment;
    this.rotational = rotational;
  }

  /** From mass [], centre of mass [3] and inertia about it [3, 3], all in the frame's axes: I = I_c + m ((c.c) 1 - c c'). */
  static aboutCenterOfMass(mass: PopulationTensor, center: PopulationTensor, inertia: PopulationTensor): Inertia {
    const offset = sub(mul(eye(3), dot(center, center)), outer(center, center));
    return new Inertia(mass, mul(mass, center), add(inertia, mul(mass, offset)));
  }

  plus(other: Inertia): Inertia {
    return new Inertia(
      add(this.mass, other.mass),
      add(this.firstMoment, other.firstMoment),
      add(this.rotational, other.rotational),
    );
  }

  /** Momentum of a velocity, or the force of an acceleration: [I w + h x v; m v - h x w]. */
  times(motion: Motion): Force {
    return new Force(
      add(matmul(this.rotational, motion.angular), cross(this.firstMoment, motion.linear)),
      sub(mul(this.mass, motion.linear), cross(this.firstMoment, motion.angular)),
    );
  }

  /** The same body, seen from the parent frame. */
  toParent({ rotation, translation }: Transform): Inertia {
    return this.turned(new MatrixRotation(rotation)).shifted(translation);
  }

  /** The same body in turned axes. */
  turned(rotation: Turning): Inertia {
    return new Inertia(this.mass, rotation.turn(this.firstMoment), rotation.turnSymmetric(this.rotational));
  }

  /** The same body, seen from where this frame's origin is r. */
  shifted(r: PopulationTensor): Inertia {
    const h = this.firstMoment;
    const shifted = add(h, mul(this.mass, r));
    // parallel axes: I + 2 (h.r) 1 - h r' - r h' + m ((r.r) 1 - r r'), by products of h and r that entries share
    const products = add(outer(r, h), outer(shifted, r));
    return new Inertia(this.mass, shifted, mirrorUpper(add(this.rotational, complement(products))));
  }

  /** Kinetic energy of the body moving with `velocity`, J. */
  kineticEnergy(velocity: Motion): PopulationTensor {
    return mul(0.5, velocity.dot(this.times(velocity)));
  }

  /** Centre of mass, [3], m. */
  get centerOfMass(): PopulationTensor {
    return div(this.firstMoment, this.mass);
  }

  /** The same inertia as three 3 x 3 blocks. */
  articulated(): ArticulatedInertia {
    return new ArticulatedInertia(this.rotational, skew(this.firstMoment), mul(this.mass, eye(3)));
  }
}

/**
 * Inertia of a body with what hangs on it through joints: [I H; H' M] by blocks. Unlike a rigid body's, M is a full
 * symmetric matrix and H has no structure (Featherstone 2008, sec. 7.1).
 */
export class ArticulatedInertia {
  /** [3, 3], kg m^2. */
  readonly rotational: PopulationTensor;
  /** [3, 3], kg m; moment per linear acceleration. */
  readonly coupling: PopulationTensor;
  /** [3, 3], kg. */
  readonly linear: PopulationTensor;

  constructor(rotational: PopulationTensor, coupling: PopulationTensor, linear: PopulationTensor) {
    for (const { shape } of [rotational, coupling, linear])
      requireShapeOf('ArticulatedInertia', shape, [3, 3], 'a 3 x 3 block');
    this.rotational = rotational;
    this.coupling = coupling;
    this.linear = linear;
  }

  plus(other: ArticulatedInertia): ArticulatedInertia {
    return new ArticulatedInertia(
      add(this.rotational, other.rotational),
      add(this.coupling, other.coupling),
      add(this.linear, other.linear),
    );
  }

  times(motion: Motion): Force {
    return new Force(
      add(matmul(this.rotational, motion.angular), matmul(this.coupling, motion.linear)),
      add(matmul(transpose(this.coupling), motion.angular), matmul(this.linear, motion.linear)),
    );
  }

  /** This minus U U' / D: what remains when a joint is free to give way. */
  minusJoint(U: Force, D: PopulationTensor): ArticulatedInertia {
    const reciprocal = div(1, D);
    const [angular, linear] = [mul(U.angular, reciprocal), mul(U.linear, reciprocal)];
    return new ArticulatedInertia(
      mirrorUpper(sub(this.rotational, outer(angular, U.angular))),
      sub(this.coupling, outer(angular, U.linear)),
      mirrorUpper(sub(this.linear, outer(linear, U.linear))),
    );
  }

  /** With exact zeros for the unit motion S along a coordinate axis, which needs no force. */
  annihilating(S: Motion): ArticulatedInertia {
    const [angular, linear] = [sub(1, S.angular), sub(1, S.linear)];
    return new ArticulatedInertia(
      mul(this.rotational, outer(angular, angular)),
      mul(this.coupling, outer(angular, linear)),
      mul(this.linear, outer(linear, linear)),
    );
  }

  /** The same inertia, seen from the parent frame. */
  toParent({ rotation, translation }: Transform): ArticulatedInertia {
    return this.turned(new MatrixRotation(rotation)).shifted(translation);
  }

  /** The same inertia in turned axes. */
  turned(rotation: Turning): ArticulatedInertia {
    return new ArticulatedInertia(
      rotation.turnSymmetric(this.rotational),
      rotation.turnMatrix(this.coupling),
      rotation.turnSymmetric(this.linear),
    );
  }

  /** The same inertia, seen from where this frame's origin is r. */
  shifted(r: PopulationTensor): ArticulatedInertia {
    const shift = skew(r);
    const coupling = add(this.coupling, matmul(shift, this.linear));
    // I + r x H' - H r x - r x M r x, with the shifted H taking up the last term
    const rotational = sub(add(this.rotational, matmul(shift, transpose(this.coupling))), matmul(coupling, shift));
    return new ArticulatedInertia(mirrorUpper(rotational), coupling, this.linear);
  }
}
