/** @file Moments of a body's mass, of order 0, 1 and 2, in its frame: the pseudo-inertia by blocks (Wensing, Kim and Slotine 2018). */
import { sub } from '../core/ops/arithmetic.ts';
import { add, mul } from '../core/ops/elementwise.ts';
import { at, transpose } from '../core/ops/indexing.ts';
import { outer } from '../core/ops/linear-algebra.ts';
import { eye, type PopulationTensor, tensor, zeros } from '../core/population-tensor.ts';
import { Inertia } from './inertia.ts';
import type { Turning } from './turning.ts';
import { requireMassParts } from './shapes.ts';
import { complement, mirrorUpper } from './symmetric.ts';

export class MassMoments {
  /** Sum of dm, [], kg. */
  readonly mass: PopulationTensor;
  /** Sum of x dm, [3], kg m. */
  readonly first: PopulationTensor;
  /** Sum of x x' dm, [3, 3], kg m^2. */
  readonly second: PopulationTensor;

  constructor(mass: PopulationTensor, first: PopulationTensor, second: PopulationTensor) {
    requireMassParts('MassMoments', mass, first, second);
    this.mass = mass;
    this.first = first;
    this.second = second;
  }

  static zero(): MassMoments {
    return new MassMoments(tensor(0), zeros([3]), zeros([3, 3]));
  }

  /** From mass [], centre of mass [3] and inertia about it [3, 3], its symmetric part: J = tr(I)/2 1 - I + m c c'. */
  static ofBody(mass: PopulationTensor, center: PopulationTensor, inertia: PopulationTensor): MassMoments {
    const trace = add(add(at(inertia, 0, 0), at(inertia, 1, 1)), at(inertia, 2, 2));
    const symmetric = mul(0.5, add(inertia, transpose(inertia)));
    const own = sub(mul(mul(0.5, trace), eye(3)), symmetric);
    return new MassMoments(mass, mul(mass, center), add(own, mul(mass, outer(center, center))));
  }

  plus(other: MassMoments): MassMoments {
    return new MassMoments(add(this.mass, other.mass), add(this.first, other.first), add(this.second, other.second));
  }

  /** The same masses in the axes of the parent, whose origin stays. */
  turned(rotation: Turning): MassMoments {
    return new MassMoments(this.mass, rotation.turn(this.first), rotation.turnSymmetric(this.second));
  }

  /** The same masses, seen from where this frame's origin is r. */
  shifted(r: PopulationTensor): MassMoments {
    const first = add(this.first, mul(this.mass, r));
    const second = add(this.second, add(outer(r, this.first), outer(first, r)));
    return new MassMoments(this.mass, first, mirrorUpper(second));
  }

  /** The same as mass, first moment and rotational inertia tr(J) 1 - J. */
  inertia(): Inertia {
    return new Inertia(this.mass, this.first, complement(this.second));
  }
}
