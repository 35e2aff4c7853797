/** @file The layers of what is trained: which of the flat parameters are each one's, and how steep the loss is in them. */
import { layersOf } from '../../../../../controllers/network/network.ts';
import { isPolicy } from '../../../../../controllers/policy.ts';
import type { Experiment } from '../../../../scene/experiment.ts';

/** A layer, or another part of the parameters that has a name. */
export interface Layer {
  readonly name: string;
  /** Where its numbers lie among the parameters. */
  readonly slots: readonly { readonly offset: number; readonly size: number }[];
}

/** In the order of the parameters. What is measured and not learned is no part of them. */
export function layersIn({ layout, settings: { controller } }: Experiment): Layer[] {
  const names = new Map(
    isPolicy(controller) ? layersOf(controller.settings).map(({ place, name }) => [`policy.${place}`, name]) : [],
  );
  const layers = new Map<string, Layer['slots']>();
  for (const { path, offset, size } of layout.slots) {
    const part = path.slice(0, path.lastIndexOf('.'));
    const name = names.get(part) ?? (names.size > 0 ? null : path);
    if (name !== null) layers.set(name, [...(layers.get(name) ?? []), { offset, size }]);
  }
  return [...layers].map(([name, slots]) => ({ name, slots }));
}

/** Euclidean norm of a layer's part of a vector like the parameters. */
export function normIn({ slots }: Layer, vector: Float64Array): number {
  let sum = 0;
  for (const { offset, size } of slots) for (let i = offset; i < offset + size; i++) sum += vector[i] * vector[i];
  return Math.sqrt(sum);
}
