/** @file Identities that derivatives see: stop-gradient, and the alias that names a node. */
import { apply, type Primitive } from '../primitive.ts';
import { type PopulationTensor, tensor, type TensorLike } from '../population-tensor.ts';

const stopGradientPrimitive: Primitive = {
  name: 'stopGradient',
  form: { kind: 'identity' },
  compute: (_, [x]) => [x],
  flows: () => [false],
  jvp: () => [null],
  vjp: () => [null],
};

/** x, seen as a constant by every derivative. */
export function stopGradient(x: TensorLike): PopulationTensor {
  const value = tensor(x);
  return apply(stopGradientPrimitive, [value], [value])[0];
}
