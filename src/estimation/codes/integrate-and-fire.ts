/** @file Units that integrate and fire: what a layer of them makes of the activities of others. */
import { requireInteger, requireParts } from '../../core/arguments.ts';
import { div, sub } from '../../core/ops/arithmetic.ts';
import { greaterEqual } from '../../core/ops/comparison.ts';
import { add, mul, where } from '../../core/ops/elementwise.ts';
import { type PopulationTensor, tensor, type TensorLike } from '../../core/population-tensor.ts';
import { scan } from '../../core/scan.ts';

/** How a unit integrates. */
export interface IntegrateAndFire {
  /** Share of the potential that is lost in a step. */
  readonly leak: TensorLike;
  /** Potential at which it fires; so much is then taken off. At most one spike a step. */
  readonly threshold: TensorLike;
}

/** Spikes [N] over all steps of units driven by currents [steps, N], from potentials [N]. Whole numbers: without a derivative. */
export function firedCounts(currents: TensorLike, start: TensorLike, unit: IntegrateAndFire): PopulationTensor {
  requireParts('unit', unit, {});
  const inputs = tensor(currents);
  requireInteger('steps of the currents', inputs.shape[0] ?? 0, 1);
  const remains = sub(1, unit.leak);
  const { carry } = scan(
    (
      { potential, count }: { readonly potential: PopulationTensor; readonly count: PopulationTensor },
      current: PopulationTensor,
    ) => {
      const reached = add(mul(potential, remains), current);
      const fires = where(greaterEqual(reached, unit.threshold), 1, 0);
      return { carry: { potential: sub(reached, mul(fires, unit.threshold)), count: add(count, fires) }, output: [] };
    },
    { potential: tensor(start), count: div(mul(0, tensor(start)), 1) },
    inputs,
  );
  return carry.count;
}
