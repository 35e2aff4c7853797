/** @file What an experiment is in figures, each with its unit. */
import { stepsOf } from '../../../../scene/parse.ts';
import { formatBytes } from '../../../../text/quantities.ts';
import type { Loaded } from '../calls.ts';
import { learnedSummary } from './learned.ts';

/** Names and values. */
export function robotFacts({
  model,
  scene,
  restarts,
  backend,
  parameterList,
  storedBytes,
}: Loaded): readonly (readonly [name: string, value: string])[] {
  const mass = model.bodies.reduce((sum, { inertia }) => sum + inertia.mass, 0);
  return [
    ['Base', 'held still in the world'],
    ['Joints', String(model.nv)],
    ['Moving mass', `${mass.toFixed(2)} kg`],
    ['Learned', learnedSummary(parameterList)],
    ['Simulated steps', `${stepsOf(scene)} × ${Number((1000 * scene.time.step).toPrecision(4))} ms`],
    ['Memory for the gradient', formatBytes(restarts * storedBytes)],
    ['Engine', backend === 'wasm' ? 'WebAssembly SIMD' : 'Interpreter'],
  ];
}
