/** @file Divisive normalization: the direction of activities is kept and their gain is set, and with it the variance that they imply. */
import { div } from '../../core/ops/arithmetic.ts';
import { add, mul } from '../../core/ops/elementwise.ts';
import { reshape } from '../../core/ops/indexing.ts';
import { type PopulationTensor, tensor, type TensorLike } from '../../core/population-tensor.ts';
import { type Code, overUnits, requireCode } from './code.ts';

/** Activities after normalization. */
export interface Normalized {
  /** Like what was given. */
  readonly activity: PopulationTensor;
  /** Information that they imply over what they implied before, [...]: the factor that all were multiplied by. */
  readonly kept: PopulationTensor;
}

/**
 * Activities [..., N] (or [...] with N members) times total / (halfway + their sum). With `halfway` 0 their sum becomes `total` exactly: a decoder then
 * reads the same stimulus with another certainty, so `total` is a choice to be stated, not a matter of form. With `halfway` positive they keep
 * silent where nothing was counted, and reach half of `total` at a sum of `halfway`.
 */
export function divisiveNormalization(
  code: Code,
  activity: TensorLike,
  total: TensorLike,
  halfway: TensorLike = 0,
): Normalized {
  requireCode('code', code);
  const r = tensor(activity);
  const kept = div(total, add(halfway, overUnits(code, r)));
  const factor = code.units === 'members' ? kept : reshape(kept, [...kept.shape, 1]);
  return { activity: mul(r, factor), kept };
}
