/** @file The two-link arm's scene, cut short, by every method. */
import { assemble } from '../../src/scene/assemble.ts';
import type { Experiment } from '../../src/scene/experiment.ts';
import { parseScene } from '../../src/scene/parse.ts';
import type { Scene } from '../../src/scene/schema.ts';
import type { Chosen } from '../../src/settings/kinds.ts';
import { assetText, sceneText } from './robots.ts';

/** Each with its settings, without the number of iterations. */
export const optimizers = [
  { type: 'adam', learningRate: 0.1, clipNorm: 1, schedule: { type: 'cosine', iterations: 12, final: 0.1 } },
  { type: 'momentum', learningRate: 0.01, schedule: { type: 'exponential', decay: 0.5, every: 3 } },
  { type: 'nesterov', learningRate: 0.01 },
  { type: 'rmsprop', learningRate: 0.1 },
  { type: 'gradient-descent', learningRate: 0.01, clipNorm: 5 },
  { type: 'lbfgs', history: 3 },
] satisfies readonly Exclude<Chosen, string>[];

/** `controller`: settings besides the scene's own. */
export function experimentWith(method: Exclude<Chosen, string>, controller: object = {}): Experiment {
  const base = JSON.parse(sceneText('two-link-reach')) as Scene;
  const scene = {
    ...base,
    time: { ...base.time, horizon: 0.2 },
    method: { ...method, iterations: 100 },
    controller: { ...(base.controller as object), ...controller },
  };
  return assemble(parseScene(scene), assetText('planar-2link'));
}
