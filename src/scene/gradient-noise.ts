/** @file How much gradients of a training differ from one draw of rollouts to the next. */
import type { Evidence } from '../learning/doctor/evidence.ts';
import { deviationOverMean } from '../learning/doctor/gradient-noise.ts';
import type { Pace } from '../learning/pace.ts';
import { settingOf } from '../settings/kinds.ts';
import { Objective } from '../train/objective.ts';
import { isTrainer, type Lesson } from '../train/trainer.ts';
import type { Experiment } from './experiment.ts';

/** Draws that are compared. */
const draws = 32;

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
