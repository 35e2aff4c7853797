/** @file What a training's state keeps in a run file: its counters, and the trainer's own tensors by their paths. */
import { PopulationTensor, tensor } from '../core/population-tensor.ts';
import { leavesOf, type Tree, unflatten } from '../core/tree.ts';
import { ArgumentError } from '../errors.ts';
import type { NamedTensors } from '../optimize/run-state.ts';

/** Numbers of a training that its state keeps beside the trainer's own. */
export interface Counters {
  refused: number;
  refusedInRow: number;
  bestSuccess: number;
  bestLoss: number;
  sinceBest: number;
  worseInRow: number;
}

const prefix = 'trainer.';

/** The trainer's state by the paths of its leaves. */
export const namedState = (state: Tree): NamedTensors =>
  Object.fromEntries(leavesOf(state).map(({ path, value }) => [`${prefix}${path}`, value]));

const counterNames = ['refused', 'refusedInRow', 'bestSuccess', 'bestLoss', 'sinceBest', 'worseInRow'] as const;

/** Counters as tensors; one that is not finite, as there was nothing yet, is left out. */
export const namedCounters = (iteration: number, counters: Counters): NamedTensors => ({
  iteration: tensor(iteration),
  ...Object.fromEntries(
    counterNames.flatMap((name) =>
      Number.isFinite(counters[name]) ? [[`training.${name}`, tensor(counters[name])]] : [],
    ),
  ),
});

export function countersOf(named: NamedTensors = {}): Counters {
  const of = (name: (typeof counterNames)[number], otherwise: number): number =>
    Object.hasOwn(named, `training.${name}`) ? named[`training.${name}`].item() : otherwise;
  return {
    refused: of('refused', 0),
    refusedInRow: of('refusedInRow', 0),
    bestSuccess: of('bestSuccess', -Infinity),
    bestLoss: of('bestLoss', Infinity),
    sinceBest: of('sinceBest', 0),
    worseInRow: of('worseInRow', 0),
  };
}

/** And back, for a trainer whose state begins like this. */
export function trainerState(named: NamedTensors, like: Tree): Tree {
  return unflatten(
    like,
    leavesOf(like).map(({ path, value }) => {
      const name = `${prefix}${path}`;
      const found = Object.hasOwn(named, name) ? named[name] : undefined;
      if (!found || found.shape.join() !== value.shape.join())
        throw new ArgumentError(
          `state ${name}`,
          found ? `shape [${found.shape.join(', ')}]` : 'nothing',
          `a tensor of shape [${value.shape.join(', ')}]`,
          'go on with the scene that the run was made with',
        );
      return new PopulationTensor({ shape: value.shape, population: 1 }, found.data);
    }),
  );
}
