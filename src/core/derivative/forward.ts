/** @file The forward sweep: tangents of inputs carried along to outputs, recorded as a graph like any other. */
import { type Application, withSource } from '../application.ts';
import { spread } from '../ops/structural.ts';
import { outputsOf, type Tangent } from '../primitive.ts';
import type { PopulationTensor } from '../population-tensor.ts';
import { activeApplications } from './reverse.ts';

/** Tangents of `outputs` when `withRespectTo` (symbols or aliases) move by `tangents`; `null` where nothing moves. */
export function forwardSweep(
  outputs: readonly PopulationTensor[],
  withRespectTo: readonly PopulationTensor[],
  tangents: readonly Tangent[],
): Tangent[] {
  const { order } = activeApplications(outputs, withRespectTo);
  const moved = new Map<Application, Tangent[]>();
  withRespectTo.forEach(({ application, outputIndex }, i) => {
    if (!application) return;
    const present = moved.get(application) ?? application.outputs.map(() => null);
    present[outputIndex] = tangents[i];
    moved.set(application, present);
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
    moved.set(
      application,
      withSource(source, () => [...primitive.jvp(application, outputsOf(application), incoming)]),
    );
  }
  return outputs.map(tangentOf);
}
