/** @file Hashes of results, for comparing bits across JavaScript engines and processes. */
import { type Backend, chooseBackend } from '../../src/core/backend/choose-backend.ts';
import { PopulationTensor } from '../../src/core/population-tensor.ts';
import { InlineRunner } from '../../src/parallel/inline-runner.ts';
import { kernelShards } from '../../src/parallel/kernel-shards.ts';
import { nextTurn } from '../../src/optimize/next-turn.ts';
import type { Job } from '../../src/run/job.ts';
import { Optimization } from '../../src/run/optimization.ts';
import { assemble } from '../../src/scene/assemble.ts';
import type { Experiment } from '../../src/scene/experiment.ts';
import type { Scene } from '../../src/scene/schema.ts';
import { sceneMethods } from '../../src/scene/methods.ts';
import { isTrainer } from '../../src/train/trainer.ts';
import { Training } from '../../src/train/training.ts';
import { readScene } from '../../src/scene/parse.ts';
import { hashBits } from './random-graphs/numbers.ts';
import { shortened } from './scenes.ts';

/** The numbers of a tree of tensors, arrays and plain objects, in order. */
function* numbersOf(value: unknown): Generator<Float64Array> {
  if (typeof value === 'number') yield Float64Array.of(value);
  else if (value instanceof Float64Array) yield value;
  else if (value instanceof PopulationTensor) yield value.data;
  else if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) yield* numbersOf(part);
}

/** Every number of a tree, bit by bit. */
export const hashOf = (value: unknown): string => hashBits([...numbersOf(value)]);

/** A scene that trains by few rollouts at a time, and is judged by few. */
const small = (scene: Scene): Scene =>
  isTrainer(sceneMethods.make(scene.method, null))
    ? {
        ...scene,
        method: { ...(scene.method as object), members: 3, every: 2 } as never,
        evaluate: { validation: { count: 3, seed: 0 }, test: { count: 3, seed: 0 } },
      }
    : scene;

function jobOf(experiment: Experiment): Job {
  if (experiment.isPlanning) return experiment.plan();
  return experiment.isTraining
    ? Training.start(experiment.course(new InlineRunner(kernelShards, nextTurn)))
    : Optimization.start(experiment.one());
}

/** State and trajectory after three iterations of a scene that is cut short. */
export async function hashOfScene(sceneText: string, robotText: string, backend: Backend): Promise<string> {
  chooseBackend(backend);
  try {
    const experiment = assemble(small(shortened(readScene(sceneText), 0.2)), robotText);
    const run = jobOf(experiment);
    for (let iteration = 0; iteration < 3; iteration++) await run.step();
    return hashOf([run.state, experiment.simulate(run.state.parameters)]);
  } finally {
    chooseBackend('wasm');
  }
}
