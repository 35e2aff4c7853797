/** @file What is learned of an experiment, and with whom. */
import type { PopulationRunner } from '../parallel/population-runner.ts';
import type { Lesson } from '../train/trainer.ts';
import type { Given, Programs } from './programs.ts';
import type { Scene } from './schema.ts';

/** What a lesson is made of: an experiment has it. */
interface Taught extends Pick<Lesson, 'settings' | 'layout' | 'sampler'> {
  readonly scene: Pick<Scene, 'seed'>;
  readonly given: Given;
  readonly programs: Programs;
}

/** What a training of an experiment's controller works on. */
export function lessonOf(
  { settings, layout, given, sampler, scene, programs }: Taught,
  runner: PopulationRunner,
): Lesson {
  const { fixed, scenario } = given;
  const compiled = programs.lessonsFor(runner, given);
  return { settings, layout, fixed, scenario, sampler, seed: scene.seed, runner, compiled };
}
