/** @file What is learned of an experiment, and with whom. */
import type { PopulationRunner } from '../parallel/population-runner.ts';
import type { Lesson } from '../train/trainer.ts';
import type { Experiment } from './experiment.ts';

/** What a training of an experiment's controller works on. */
export function lessonOf(
  { settings, layout, given, sampler, scene, programs }: Experiment,
  runner: PopulationRunner,
): Lesson {
  const { fixed, scenario } = given;
  return {
    settings,
    layout,
    fixed,
    scenario,
    sampler,
    seed: scene.seed,
    runner,
    compiled: programs.lessonsFor(runner, given),
  };
}
