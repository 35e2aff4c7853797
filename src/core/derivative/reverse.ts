/** @file The reverse sweep: cotangents of outputs carried back to inputs, recorded as a graph like any other. */
import { type Application, applicationsOf, withSource } from '../application.ts';
import { addTangents } from '../ops/elementwise.ts';
import { broadcastTo, populationSum, spread } from '../ops/structural.ts';
import { outputsOf, type Tangent } from '../primitive.ts';
import type { PopulationTensor } from '../population-tensor.ts';

/** Applications from which an active tensor can be reached, in topological order: the only ones a sweep visits. */
export function activeApplications(
  outputs: readonly PopulationTensor[],
  withRespectTo: readonly PopulationTensor[],
): { readonly order: Application[]; readonly isActive: (tensor: PopulationTensor) => boolean } {
  const active = new Set<Application>();
  for (const { application } of withRespectTo) if (application) active.add(application);
  const isActive = ({ application }: PopulationTensor): boolean => application !== null && active.has(application);
  const order: Application[] = [];
  for (const application of applicationsOf(outputs)) {
    if (!active.has(application) && !application.inputs.some(isActive)) continue;
    active.add(application);
    order.push(application);
  }
  return { order, isActive };
}

/** The cotangent of a shared value is the sum over the members it was given to. */
function fitPopulation(bar: Tangent, to: PopulationTensor): Tangent {
  if (!bar || bar.population === to.population) return bar;
  return to.population === 1 ? populationSum(bar) : spread(bar, to.population);
}

/** Called with the total cotangent of every node that the sweep passes. */
export type CotangentObserver = (application: Application, cotangents: readonly Tangent[]) => void;

/**
 * Cotangents of `withRespectTo` for given cotangents of `outputs`; `null` where no path joins them.
 * The targets must be symbols or aliases. `guarded`: the given cotangents may themselves be masked zeros.
 */
export function reverseSweep(
  outputs: readonly PopulationTensor[],
  cotangents: readonly Tangent[],
  withRespectTo: readonly PopulationTensor[],
  options: { readonly guarded?: boolean; readonly observe?: CotangentObserver } = {},
): Tangent[] {
  const { order, isActive } = activeApplications(outputs, withRespectTo);
  const targets = new Set(withRespectTo.map(({ application }) => application));
  const bars = new Map<Application, Tangent[]>();
  const guarded = new Set<Application>();
  const accumulate = (tensor: PopulationTensor, bar: Tangent): void => {
    const { application } = tensor;
    if (!bar || !application || !isActive(tensor)) return;
    const present = bars.get(application) ?? application.outputs.map(() => null);
    present[tensor.outputIndex] = addTangents(present[tensor.outputIndex], fitPopulation(bar, tensor));
    bars.set(application, present);
  };
  outputs.forEach((output, i) => {
    accumulate(output, cotangents[i] && broadcastTo(cotangents[i], output.shape));
    if (options.guarded && output.application) guarded.add(output.application);
  });
  for (let position = order.length - 1; position >= 0; position--) {
    const application = order[position];
    const { inputs, primitive, source } = application;
    const isGuarded = guarded.has(application);
    if (isGuarded || primitive.guardsUpstream)
      for (const input of inputs) if (input.application) guarded.add(input.application);
    const bar = bars.get(application);
    if (!bar) continue;
    options.observe?.(application, bar);
    if (targets.has(application)) continue;
    bars.delete(application);
    const needed = inputs.map(isActive);
    withSource({ ...source, adjoint: true }, () =>
      primitive
        .vjp(application, outputsOf(application), bar, { needed, guarded: isGuarded })
        .forEach((inputBar, i) => accumulate(inputs[i], inputBar)),
    );
  }
  return withRespectTo.map(
    ({ application, outputIndex }) => (application && bars.get(application)?.[outputIndex]) ?? null,
  );
}
