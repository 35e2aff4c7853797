/** @file The reverse sweep: cotangents of outputs carried back to inputs, recorded as a graph like any other. */
import { type Application, applicationsOf, type TensorType, withSource } from '../application.ts';
import { addTangents } from '../ops/elementwise.ts';
import { broadcastTo, populationSum, spread } from '../ops/structural.ts';
import { type CotangentObserver, type Guard, type InputCotangent, outputsOf, type Tangent } from '../primitive.ts';
import type { PopulationTensor } from '../population-tensor.ts';
import { guardOf, strongest } from './guards.ts';
import { ScatteredSum } from './scattered.ts';

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

/**
 * A cotangent as it has been collected. Members that share a value contribute each: such parts stay apart from what is whole
 * already, as far back as the value is shared, and are added up once.
 */
export interface CotangentParts {
  readonly whole: Tangent;
  /** Of a shared value only: one part a member. */
  readonly parts: Tangent;
}

const nothing: CotangentParts = { whole: null, parts: null };

/** The same while it is being collected. */
interface Collecting {
  readonly whole: ScatteredSum;
  readonly parts: ScatteredSum;
}

/** The cotangent itself: of a shared value the sum over the members. */
export const summed = ({ whole, parts }: CotangentParts): Tangent => addTangents(whole, parts && populationSum(parts));

const asList = (bar: InputCotangent): readonly Tangent[] => (Array.isArray(bar) ? bar : [bar as Tangent]);

/** Cotangents of all outputs of the nodes that a sweep has come to. */
class Collected {
  readonly #bars = new Map<Application, Collecting[]>();
  readonly #keepsParts: boolean;

  constructor(keepsParts: boolean) {
    this.#keepsParts = keepsParts;
  }

  add({ application, outputIndex, shape, population }: PopulationTensor, given: InputCotangent): void {
    if (!application) return;
    for (const bar of asList(given)) {
      if (!bar) continue;
      const sumOf = (output: TensorType): ScatteredSum => new ScatteredSum(output.shape);
      const own =
        this.#bars.get(application) ??
        application.outputs.map((output) => ({ whole: sumOf(output), parts: sumOf(output) }));
      const fitting = broadcastTo(bar, shape);
      const { whole, parts } = own[outputIndex];
      if (population > 1 || fitting.population === 1) whole.add(spread(fitting, population));
      else if (this.#keepsParts) parts.add(fitting);
      else whole.add(populationSum(fitting));
      this.#bars.set(application, own);
    }
  }

  get(application: Application): readonly CotangentParts[] | undefined {
    return this.#bars.get(application)?.map(({ whole, parts }) => ({ whole: whole.total, parts: parts.total }));
  }

  of({ application, outputIndex }: PopulationTensor): CotangentParts {
    return (application && this.get(application)?.[outputIndex]) ?? nothing;
  }

  /** For memory's sake: the node's cotangents have been carried on. */
  drop(application: Application): void {
    this.#bars.delete(application);
  }
}

export interface SweepOptions {
  /** Of the given cotangents. Default 0. */
  readonly guard?: Guard;
  readonly observe?: CotangentObserver;
}

/**
 * Cotangents of `withRespectTo` for given cotangents of `outputs`; `null` where no path joins them.
 * The targets must be symbols or aliases. A shared target gets the sum over the members.
 */
export const reverseSweep = (
  outputs: readonly PopulationTensor[],
  cotangents: readonly InputCotangent[],
  withRespectTo: readonly PopulationTensor[],
  options: SweepOptions = {},
): Tangent[] => sweep(outputs, cotangents, withRespectTo, { ...options, keepsParts: false }).map(summed);

/** The same without looking across the members: what they contribute to shared targets is not added up. */
export const sweepInParts = (
  outputs: readonly PopulationTensor[],
  cotangents: readonly InputCotangent[],
  withRespectTo: readonly PopulationTensor[],
  options: SweepOptions = {},
): CotangentParts[] => sweep(outputs, cotangents, withRespectTo, { ...options, keepsParts: true });

function sweep(
  outputs: readonly PopulationTensor[],
  cotangents: readonly InputCotangent[],
  withRespectTo: readonly PopulationTensor[],
  { guard = 0, observe, keepsParts }: SweepOptions & { readonly keepsParts: boolean },
): CotangentParts[] {
  const { order, isActive } = activeApplications(outputs, withRespectTo);
  const targets = new Set(withRespectTo.map(({ application }) => application));
  const bars = new Collected(keepsParts);
  const guards = new Map<Application, Guard>();
  const guarded = ({ application }: PopulationTensor, by: Guard): void => {
    if (by > 0 && application) guards.set(application, strongest(by, guards.get(application) ?? 0));
  };
  outputs.forEach((output, i) => {
    if (isActive(output)) bars.add(output, cotangents[i]);
    guarded(output, guard);
  });
  for (let position = order.length - 1; position >= 0; position--) {
    const application = order[position];
    const { inputs, primitive, source } = application;
    const own = guards.get(application) ?? 0;
    const upstream = strongest(own, guardOf(application));
    if (upstream > 0) for (const input of inputs) guarded(input, upstream);
    const found = bars.get(application);
    if (!found) continue;
    observe?.(application, found.map(summed));
    if (targets.has(application)) continue;
    bars.drop(application);
    const context = { needed: inputs.map(isActive), guard: own, observe };
    withSource({ ...source, adjoint: true }, () => {
      for (const form of ['whole', 'parts'] as const) {
        const incoming = found.map((bar) => bar[form]);
        if (!incoming.some(Boolean)) continue;
        primitive
          .vjp(application, outputsOf(application), incoming, context)
          .forEach((bar, i) => isActive(inputs[i]) && bars.add(inputs[i], bar));
      }
    });
  }
  return withRespectTo.map((target) => bars.of(target));
}
