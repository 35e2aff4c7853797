/** @file By what the loss is differentiated along a motion, for what shows costates. */
import type { Signal } from '@preact/signals';
import { type CostateKind, costateKinds } from '../../../studio/store/shown.ts';
import { costateNames } from '../push.ts';

export function CostateChoice({ costate }: { readonly costate: Signal<CostateKind> }) {
  return (
    <select
      class="figure-choice"
      aria-label="Loss differentiated by"
      data-tip="By what the loss is differentiated: a torque over a step, or the velocity or position after it"
      value={costate.value}
      onChange={({ currentTarget }) => (costate.value = currentTarget.value as CostateKind)}
    >
      {costateKinds.map((kind) => (
        <option key={kind} value={kind}>
          {costateNames[kind]}
        </option>
      ))}
    </select>
  );
}
