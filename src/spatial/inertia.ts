/** @file Rigid-body inertia as mass, first moment and rotational inertia about the origin (Featherstone 2008, sec. 2.13). */
import { add, mul } from '../core/ops/elementwise.ts';
import { div, sub } from '../core/ops/arithmetic.ts';
import { transpose } from '../core/ops/indexing.ts';
import { cross, dot, matmul, outer } from '../core/ops/linear-algebra.ts';
import { eye, type PopulationTensor } from '../core/population-tensor.ts';
import { Force } from './force.ts';
import type { Motion } from './motion.ts';
import { skew } from './skew.ts';
import { mirrorUpper } from './symmetric.ts';
import type { Transform } from './transform.ts';

export class Inertia {
  /** [], kg. */
  readonly mass: PopulationTensor;
  /** Mass times centre of mass, [3], kg m. */
  readonly firstMoment: PopulationTensor;
  /** [3, 3], kg m^2, about the frame's origin. */
  readonly rotational: PopulationTensor;

  constructor(mass: PopulationTensor, firstMoment: PopulationTensor, rotational: PopulationTensor) {
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
  toParent({ rotation, translation: r }: Transform): Inertia {
    const h = matmul(rotation, this.firstMoment);
    const turned = matmul(matmul(rotation, this.rotational), transpose(rotation));
    const shifted = add(h, mul(this.mass, r));
    // parallel axes: I + 2 (h.r) 1 - h r' - r h' + m ((r.r) 1 - r r')
    const diagonal = add(dot(h, r), dot(shifted, r));
    const rotational = sub(add(turned, mul(eye(3), diagonal)), add(outer(r, h), outer(shifted, r)));
    return new Inertia(this.mass, shifted, mirrorUpper(rotational));
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
    const angular = div(U.angular, D);
    const linear = div(U.linear, D);
    return new ArticulatedInertia(
      mirrorUpper(sub(this.rotational, outer(angular, U.angular))),
      sub(this.coupling, outer(angular, U.linear)),
      mirrorUpper(sub(this.linear, outer(linear, U.linear))),
    );
  }

  /** The same inertia, seen from the parent frame. */
  toParent({ rotation, translation }: Transform): ArticulatedInertia {
    const turn = (block: PopulationTensor): PopulationTensor => matmul(matmul(rotation, block), transpose(rotation));
    const linear = mirrorUpper(turn(this.linear));
    const shift = skew(translation);
    const turned = turn(this.coupling);
    const coupling = add(turned, matmul(shift, linear));
    // I + r x H' - H r x - r x M r x, with the shifted H taking up the last term
    const rotational = sub(add(turn(this.rotational), matmul(shift, transpose(turned))), matmul(coupling, shift));
    return new ArticulatedInertia(mirrorUpper(rotational), coupling, linear);
  }
}
