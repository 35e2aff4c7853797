/** @file How much gradients of a training differ from one draw of rollouts to the next. */
import { largest } from '../core/largest.ts';
import type { Evidence } from '../learning/doctor/evidence.ts';
import type { Pace } from '../learning/pace.ts';
import { dot } from '../optimize/vector.ts';
import { settingOf } from '../settings/kinds.ts';
import { Objective } from '../train/objective.ts';
import { isTrainer, type Lesson } from '../train/trainer.ts';
import type { Experiment } from './experiment.ts';

/** Draws that are compared. */
const draws = 16;

/** Deviation of a gradient over the length of its mean; null where the method draws no rollouts for a gradient. */
export async function gradientNoise(
  { method, scene, sampler }: Experiment,
  lesson: Lesson,
  x: Float64Array,
  pace: Pace,
): Promise<Evidence['gradientNoise']> {
  const members = settingOf<number>(scene.method, 'members');
  if (!isTrainer(method) || members === undefined || method.teach(lesson).gradients === 0) return null;
  const objective = new Objective(lesson);
  const gradients: Float64Array[] = [];
  for (let step = 0; step < draws; step++) {
    await pace.step();
    const scenario = sampler.draw({ set: 'training', seed: scene.seed, step, count: members });
    gradients.push((await objective.evaluate(x, scenario)).gradient.slice());
  }
  const ratio = deviationOverMean(gradients);
  return Number.isFinite(ratio) ? { ratio, members } : null;
}

/**
 * s / |mu| of vectors that are drawn alike, with s^2 = sum |g - m|^2 / (n - 1) about their mean m and |mu|^2 = |m|^2 - s^2 / n, which is
 * taken for at least a quarter of what m has by chance.
 */
export function deviationOverMean(vectors: readonly Float64Array[]): number {
  const n = vectors.length;
  const mean = vectors[0].map((_, i) => vectors.reduce((sum, vector) => sum + vector[i], 0) / n);
  const square = vectors.reduce((sum, vector) => {
    const off = vector.map((value, i) => value - mean[i]);
    return sum + dot(off, off);
  }, 0);
  const variance = square / (n - 1);
  const byChance = variance / n;
  return Math.sqrt(variance / largest(byChance / 4, [dot(mean, mean) - byChance]));
}
