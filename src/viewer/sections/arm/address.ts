/** @file What of the arm's room stands in the address: layers, and what the heatmap is of. */
import { words, word } from '../../studio/address/codec.ts';
import type { AddressField } from '../../studio/address/field.ts';
import type { AddressParts } from '../../studio/address/parts.ts';
import { fieldOf } from '../../studio/address/view-fields.ts';
import type { Store } from '../../studio/store/store.ts';
import { costateKinds } from '../../studio/store/shown.ts';
import { type ArmTask, tasks } from './plan/task-of-method.ts';
import { type Layer, layers, usualLayers } from '../../studio/store/view.ts';

const isUsual = (shown: readonly Layer[]): boolean =>
  layers.every((layer) => shown.includes(layer) === usualLayers.includes(layer));

function layersField({ view }: Store): AddressField<readonly Layer[]> {
  return {
    key: 'layers',
    codec: words(layers),
    stage: 'view',
    read: () => (isUsual(view.layers.value) ? null : view.layers.value),
    apply: (value) => (view.layers.value = value ?? usualLayers),
  };
}

/** What the arm does, where the scene does not say it: the others follow from its method. */
function taskField({ view }: Store): AddressField<ArmTask> {
  return {
    key: 'task',
    codec: word(tasks),
    stage: 'view',
    isPage: true,
    read: () => (view.isLive.value ? 'plan' : null),
    apply: (task) => (view.isLive.value = task === 'plan'),
  };
}

export const armAddress = ({ store }: AddressParts): readonly AddressField[] => [
  taskField(store) as AddressField,
  layersField(store),
  fieldOf('costate', word(costateKinds), store.shown.costate, 'tau'),
];
