/** @file A few iterations of a scene's own method, or of the same one with another learning rate, as a doctor looks at them. */
import { largest } from '../core/largest.ts';
import type { RecordedRun } from '../learning/doctor/examine-learning.ts';
import { preconditionerOf } from '../learning/stability/preconditioned.ts';
import { edgeOf } from '../learning/stability/thresholds.ts';
import type { Pace } from '../learning/pace.ts';
import { mapNamed, type MemberHistory } from '../optimize/iteration-values.ts';
import type { Method } from '../optimize/method.ts';
import type { UpdateRule } from '../optimize/update-rule.ts';
import { isPlanning } from '../plan/method.ts';
import type { End, Job } from '../run/job.ts';
import type { Optimizable } from '../run/optimizable.ts';
import { Optimization } from '../run/optimization.ts';
import { type Chosen, settingOf } from '../settings/kinds.ts';
import { isRefused, isTrainer, type Lesson, type Trainer } from '../train/trainer.ts';
import type { Experiment } from './experiment.ts';
import { sceneMethods } from './methods.ts';

/** Iterations of a run, and of one that draws many rollouts for each. */
const iterations = { optimization: 30, training: 16 } as const;

/** The method with its learning rate times a factor; null where it has none and the factor is not 1. */
export function slowed(chosen: Chosen, factor: number): Chosen | null {
  const rate = settingOf<number>(chosen, 'learningRate');
  if (typeof chosen === 'string' || rate === undefined) return factor === 1 ? chosen : null;
  return { ...chosen, learningRate: factor * rate };
}

/** A short run from x, with the learning rate times a factor; null where there is none and the factor is not 1. */
export async function shortRun(
  experiment: Experiment,
  x: Float64Array,
  factor: number,
  lesson: Lesson,
  pace: Pace,
): Promise<RecordedRun | null> {
  const chosen = slowed(experiment.scene.method, factor);
  if (chosen === null) return null;
  const method = sceneMethods.make(chosen, null);
  if (isTrainer(method)) return trained(method, lesson, x, pace);
  if (isPlanning(method)) return planned(experiment.plan(), pace);
  // without its explanations, which take a second, of ends that are no news here
  const { evaluate, evaluateOne, success, starts } = experiment.one(x);
  return optimized({ evaluate, evaluateOne, starts, method, ...(success && { success }) }, chosen, pace);
}

/** A short run of one member by a method, which was `chosen` so. Rejects with the reason of the pace's signal. */
export async function optimized(whole: Optimizable, chosen: Chosen, pace: Pace): Promise<RecordedRun> {
  const { method } = whole;
  const job = Optimization.start(whole);
  const path: Float64Array[] = [];
  while (job.iteration < iterations.optimization && !job.end) {
    const before = job.x.data.slice();
    const made = job.iteration;
    await job.step();
    if (job.iteration > made) path.push(before);
    await pace.step();
  }
  return recorded(job.end, job.stateOf(0).history, path, scalingOf(chosen, method, job));
}

/** A short run of a method that plans, from where it starts itself. */
async function planned(job: Job, pace: Pace): Promise<RecordedRun> {
  const path: Float64Array[] = [];
  while (job.iteration < iterations.optimization && !job.end) {
    path.push(job.state.parameters.slice());
    await job.step();
    await pace.step();
  }
  const { history } = job.state;
  return recorded(job.end, history, path.slice(0, history.loss.length), null);
}

function recorded(
  end: End | null,
  { loss, gradientNorm, clippedGradientNorm, terms }: MemberHistory,
  path: readonly Float64Array[],
  scaling: RecordedRun['scaling'],
): RecordedRun {
  return {
    losses: Array.from(loss),
    gradientNorms: Array.from(gradientNorm),
    largestTerms: mapNamed(terms, (column) => largest(0, column)),
    clippedGradientNorms: Array.from(clippedGradientNorm),
    isDone: end?.outcome === 'reached' || end?.outcome === 'converged',
    diverged: end?.outcome === 'diverged' || !loss.every(Number.isFinite),
    path,
    scaling,
  };
}

async function trained(trainer: Trainer, lesson: Lesson, x: Float64Array, pace: Pace): Promise<RecordedRun> {
  const teaching = trainer.teach(lesson);
  let [at, state] = [x, teaching.start(x)];
  const [losses, gradientNorms, clippedGradientNorms]: number[][] = [[], [], []];
  const path: Float64Array[] = [];
  const largestTerms: Record<string, number> = {};
  let diverged = false;
  for (let k = 0; k < iterations.training && !diverged; k++) {
    const found = await teaching.step(at, state, k);
    path.push(at);
    diverged = isRefused(found);
    if (isRefused(found)) continue;
    losses.push(found.loss);
    for (const [name, value] of Object.entries(found.terms))
      largestTerms[name] = Math.max(largestTerms[name] ?? 0, value);
    gradientNorms.push(found.gradientNorm);
    clippedGradientNorms.push(found.clippedGradientNorm);
    [at, state] = [found.x, found.state];
    await pace.step();
  }
  return { losses, largestTerms, gradientNorms, clippedGradientNorms, isDone: false, diverged, path, scaling: null };
}

/** The method's own edge, and what it divides gradients by after its steps; null where a line search chooses them. */
function scalingOf(
  chosen: Chosen,
  method: Method | UpdateRule,
  { state, iteration, x }: Optimization,
): RecordedRun['scaling'] {
  const rate = settingOf<number>(chosen, 'learningRate');
  const edge = edgeOf(method);
  if (rate === undefined || !edge || iteration === 0) return null;
  const divisors = preconditionerOf(method, { state: state.method, iterations: iteration });
  return { rate, edge: edge.threshold, divisors: divisors ?? new Float64Array(x.size).fill(1) };
}
