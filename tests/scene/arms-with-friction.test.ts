/** @file Arms with the damping and friction of published files reach from the default scene, where explicit friction would not survive a step. */
import { describe, expect, it } from 'vitest';
import { at } from '../../src/core/ops/indexing.ts';
import { solve } from '../../src/core/ops/factorization.ts';
import { eye, tensor } from '../../src/core/population-tensor.ts';
import { massMatrix } from '../../src/dynamics/mass-matrix.ts';
import { Optimization } from '../../src/run/optimization.ts';
import { assemble } from '../../src/scene/assemble.ts';
import { sceneFor } from '../support/scenes.ts';
import { loadFile, robotBytes } from '../support/robot-files.ts';

const step = 0.005;

describe.each(['iiwa', 'xarm', 'franka'])('%s', (name) => {
  const file = `${name}-friction`;
  const { model, findings } = loadFile(file);
  const { scene } = sceneFor(model);

  it('loads without a word, and its friction is too stiff for an explicit step', () => {
    expect(findings).toEqual([]);
    const inverse = solve(massMatrix(model, tensor([...scene.start.q])), eye(model.nv));
    const rates = model.joints.map(
      ({ damping, friction }, i) => step * (damping + friction / model.frictionVelocity) * at(inverse, i, i).item(),
    );
    // an explicit step multiplies a joint's velocity by 1 - rate
    expect(Math.max(...rates)).toBeGreaterThan(2);
  });

  it('reaches within 2 mm from the default scene, in steps of 5 ms', async () => {
    expect(scene.time.step).toBe(step);
    const experiment = assemble(scene, robotBytes(file));
    expect(experiment.warnings).toEqual([]);
    const job = Optimization.start(experiment.one());
    while (!job.end && job.iteration < experiment.iterations) await job.step();
    const { best, end, reached } = job.result();
    expect([end?.outcome, reached]).toEqual(['reached', true]);
    const { measures } = experiment.evaluate(job.result().parameters);
    expect(Math.min(...Object.values(measures))).toBeLessThan(0.002);
    expect(best!.iteration).toBeLessThan(experiment.iterations);
  });
});
