/** @file The ways of the compared methods down a landscape, with all that figures ask of them. */
import { requireObject, requireOptions } from '../core/arguments.ts';
import type { Tree } from '../core/tree.ts';
import { NonFiniteError } from '../errors.ts';
import { gradientOf, oneMember } from '../learning/landscape.ts';
import { Pace } from '../learning/pace.ts';
import type { Method } from '../optimize/method.ts';
import type { UpdateRule } from '../optimize/update-rule.ts';
import type { Chosen } from '../settings/kinds.ts';
import { comparedMethods, type NamedMethod, namedMethods } from './compared-methods.ts';
import { counted } from '../text/counted.ts';
import { KnownWalks } from './known-walks.ts';
import type { Study } from './study.ts';

/** How work in the Lab is watched and ended. */
export interface LabOptions {
  /** Ends it at once: it rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** The same of walks, with those of the study that are known. */
export interface WalkOptions extends LabOptions {
  readonly known?: KnownWalks<Track>;
}

/** Where a method went. */
export interface Walk extends NamedMethod {
  /** Of each iterate, the start before the first. */
  readonly points: readonly Float64Array[];
  readonly losses: readonly number[];
  readonly gradients: readonly Float64Array[];
  /** Step size of each iteration; one less than points. */
  readonly stepSizes: readonly number[];
  /** State of a first-order rule at each iterate; empty for other methods. */
  readonly states: readonly Tree[];
  /** Why it ended early; null where it did not. */
  readonly shortfall: string | null;
}

/** A walk under way. */
export class Track {
  readonly points: Float64Array[] = [];
  readonly losses: number[] = [];
  readonly gradients: Float64Array[] = [];
  readonly stepSizes: number[] = [];
  readonly states: Tree[] = [];
  shortfall: string | null = null;

  /** Whether the point is one to go on from. */
  add(x: Float64Array, found: { readonly loss: number; readonly gradient: Float64Array } | null): boolean {
    if (!found || !Number.isFinite(found.loss) || !found.gradient.every(Number.isFinite)) {
      this.shortfall = `not finite after ${counted(this.points.length, 'step')}`;
      this.stepSizes.length = Math.max(this.points.length - 1, 0);
      return false;
    }
    this.points.push(x.slice());
    this.losses.push(found.loss);
    this.gradients.push(found.gradient.slice());
    return true;
  }
}

async function walkByRule(study: Study, rule: UpdateRule, track: Track, { signal }: LabOptions): Promise<void> {
  const evaluate = gradientOf(study.landscape, { signal });
  const pace = new Pace(signal);
  let x = oneMember(study.start.slice());
  let state = rule.start(x);
  for (let iteration = 0; iteration <= study.iterations; iteration++) {
    await pace.step();
    const found = await evaluate(x.data);
    if (!track.add(x.data, found)) return;
    track.states.push(state);
    if (iteration === study.iterations) return;
    const update = rule.update(x, oneMember(found.gradient), state, iteration);
    track.stepSizes.push(update.stepSize.item());
    ({ x, state } = update);
  }
}

async function walkByMethod(study: Study, method: Method, track: Track, { signal }: LabOptions): Promise<void> {
  const pace = new Pace(signal);
  let parameters: Float64Array = study.start.slice();
  let state = method.start(parameters.length);
  let current = finiteOr(() => study.objective(parameters));
  for (let iteration = 0; iteration <= study.iterations; iteration++) {
    await pace.step();
    if (!track.add(parameters, current)) return;
    if (iteration === study.iterations) return;
    const result = method.step({ parameters, current: current!, state, objective: study.objective });
    if (result.finished !== undefined) {
      track.shortfall = result.finished;
      return;
    }
    ({ parameters, state } = result);
    current = result.next ?? finiteOr(() => study.objective(parameters));
    track.stepSizes.push(result.stepSize);
  }
}

function finiteOr<T>(evaluate: () => T): T | null {
  try {
    return evaluate();
  } catch (error) {
    if (error instanceof NonFiniteError) return null;
    throw error;
  }
}

async function trackOf(study: Study, method: Chosen, options: LabOptions): Promise<Track> {
  const rule = comparedMethods.make(method, null);
  const track = new Track();
  if ('update' in rule) await walkByRule(study, rule, track, options);
  else await walkByMethod(study, rule, track, options);
  return track;
}

/** The way of each method of a study, from its start. Rejects with the signal's reason. */
export async function walkMethods(study: Study, options: WalkOptions = {}): Promise<readonly Walk[]> {
  requireObject('study', study, 'a study');
  requireOptions('walkMethods', options, ['signal', 'known']);
  const { known = new KnownWalks<Track>(), ...others } = options;
  const { signal } = others;
  const { start, iterations } = study;
  const walks: Walk[] = [];
  for (const named of namedMethods(study.methods)) {
    const { method } = named;
    const track = await known.walk({ method, iterations, start }, () => trackOf(study, method, others), signal);
    const { points, losses, gradients, stepSizes, states, shortfall } = track;
    walks.push({ ...named, points, losses, gradients, stepSizes, states, shortfall });
  }
  return walks;
}

/** The lowest point of all walks, or of what a run had found. */
export function lowestOf(study: Study, walks: readonly Walk[]): { readonly x: Float64Array; readonly by: string } {
  if (study.found) return { x: study.found, by: 'the run' };
  let best = { x: study.start, by: 'the start', loss: Infinity };
  for (const { points, losses, label } of walks)
    losses.forEach((loss, k) => {
      if (loss < best.loss) best = { x: points[k], by: label, loss };
    });
  return best;
}
