import { describe, expect, it } from 'vitest';
import type { ControllerParameters } from '../../controllers/controller.ts';
import { tensorsOf } from '../../src/core/tree.ts';
import { trace } from '../../src/core/graph.ts';
import { rollout } from '../../src/rollout/rollout.ts';
import { assemble, type Experiment } from '../../src/scene/assemble.ts';
import { checkExperimentGradient } from '../../src/scene/check-gradient.ts';
import { readScene } from '../../src/scene/schema.ts';
import { complexTangent } from '../support/complex-step.ts';
import { testCases } from '../support/random.ts';
import { assetText, sceneText } from '../support/robots.ts';

const names = ['panda-reach', 'ur5e-reach', 'two-link-reach', 'pendulum-swing-up'];

function experimentOf(name: string): Experiment {
  const scene = readScene(sceneText(name));
  return assemble(scene, assetText(scene.robot.replace('.urdf', '')));
}

/** Derivative of the loss along parameter `index`, by the complex step over the whole rollout. */
function complexEntry(
  { settings, complete, layout, initialState, target }: Experiment,
  parameters: Float64Array,
  indices: readonly number[],
): number[] {
  const tree = layout.fromVector(parameters);
  const graph = trace((x: ControllerParameters) => rollout(settings, complete(x), initialState, target).loss, tree);
  const offsets = layout.slots.map(({ offset }) => offset);
  return indices.map(
    (index) =>
      complexTangent(graph, tensorsOf(tree), (input, element) => (offsets[input] + element === index ? 1 : 0))[0][0][0],
  );
}

describe.each(names)('the gradient of %s over its full horizon', (name) => {
  const experiment = experimentOf(name);
  const parameters = experiment.initialParameters;

  it('is that of the complex step to 1e-8', () => {
    const { gradient } = experiment.evaluate(parameters);
    const largest = Math.max(...gradient.map(Math.abs));
    const count = Math.min(parameters.length, testCases(2));
    const indices = Array.from({ length: count }, (_, i) => Math.floor((i * parameters.length) / count));
    complexEntry(experiment, parameters, indices).forEach((exact, k) => {
      expect(Math.abs(gradient[indices[k]] - exact) / Math.max(Math.abs(exact), 1e-3 * largest)).toBeLessThan(1e-8);
    });
  });

  it('passes differences and the dot-product test, and the state Jacobian does not explode', () => {
    const report = checkExperimentGradient(experiment, parameters);
    expect(report.worst.relativeError).toBeLessThan(1e-6);
    expect(report.dotProductError).toBeLessThan(1e-12);
    // the growth allows the 1e-8 above: rounding is amplified by less than 1e3
    expect(report.stateGrowth).toBeLessThan(1e3);
    expect(experiment.disconnected).toEqual([]);
  });
});
