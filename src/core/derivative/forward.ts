/** @file The forward sweep: tangents of inputs carried along to outputs, recorded as a graph like any other. */
import { type Application, withSource } from '../application.ts';
import { spread } from '../ops/structural.ts';
import { type Guard, outputsOf, type Tangent } from '../primitive.ts';
import type { PopulationTensor } from '../population-tensor.ts';
import { guardOf, strongest } from './guards.ts';
import { activeApplications } from './reverse.ts';

/**
 * Tangents of `outputs` when `withRespectTo` (symbols or aliases) move by `tangents`; `null` where nothing moves. `guard`: of
 * the given tangents.
 */
export function forwardSweep(
  outputs: readonly PopulationTensor[],
  withRespectTo: readonly PopulationTensor[],
  tangents: readonly Tangent[],
  { guard = 0 }: { readonly guard?: Guard } = {},
): Tangent[] {
  const { order } = activeApplications(outputs, withRespectTo);
  const moved = new Map<Application, Tangent[]>();
  const guards = new Map<Application, Guard>();
  withRespectTo.forEach(({ application, outputIndex }, i) => {
    if (!application) return;
    const present = moved.get(application) ?? application.outputs.map(() => null);
    present[outputIndex] = tangents[i];
    moved.set(application, present);
    guards.set(application, guard);
  });
  const tangentOf = ({ application, outputIndex, population }: PopulationTensor): Tangent => {
    const tangent = (application && moved.get(application)?.[outputIndex]) ?? null;
    return tangent && tangent.population !== population ? spread(tangent, population) : tangent;
  };
  for (const application of order) {
    if (moved.has(application)) continue;
    const { inputs, primitive, source } = application;
    const incoming = inputs.map(tangentOf);
    if (!incoming.some(Boolean)) continue;
    const own = inputs.reduce<Guard>(
      (guarded, input, i) =>
        incoming[i] ? strongest(guarded, (input.application && guards.get(input.application)) ?? 0) : guarded,
      0,
    );
    guards.set(application, strongest(own, guardOf(application)));
    moved.set(
      application,
      withSource(source, () => [...primitive.jvp(application, outputsOf(application), incoming, { guard: own })]),
    );
  }
  return outputs.map(tangentOf);
}
