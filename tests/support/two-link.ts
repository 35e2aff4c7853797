/** @file The two-link reach, cut short, by every method. */
import { assemble, type Experiment } from '../../src/scene/assemble.ts';
import { parseScene, type Scene } from '../../src/scene/schema.ts';
import { assetText, sceneText } from './robots.ts';

export const optimizers: readonly Scene['optimizer'][] = [
  { type: 'adam', learningRate: 0.1, clipNorm: 1, schedule: { type: 'cosine', iterations: 12, final: 0.1 } },
  { type: 'momentum', learningRate: 0.01, schedule: { type: 'exponential', decay: 0.5, every: 3 } },
  { type: 'rmsprop', learningRate: 0.1 },
  { type: 'gradient-descent', learningRate: 0.01, clipNorm: 5 },
  { type: 'lbfgs', history: 3 },
];

export function experimentWith(optimizer: Scene['optimizer'], changes: Partial<Scene> = {}): Experiment {
  const base = JSON.parse(sceneText('two-link-reach')) as Scene;
  return assemble(parseScene({ ...base, horizon: 0.2, optimizer, ...changes }), assetText('planar-2link'));
}
