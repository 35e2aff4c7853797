import { expect, it } from 'vitest';
import { checkExperiment } from '../../src/learning/check-experiment.ts';
import { loadRobot } from '../../src/robot/urdf/load.ts';
import { assemble } from '../../src/scene/assemble.ts';
import type { Experiment } from '../../src/scene/experiment.ts';
import { parseScene, readScene } from '../../src/scene/parse.ts';
import { Random, testCases } from '../support/random.ts';
import { randomRobot, sceneText } from '../support/robots.ts';
import { assembled, sceneFor, shortened } from '../support/scenes.ts';

/** What the check of an experiment has to object, in words. */
async function objections(experiment: Experiment, seed = 1): Promise<string> {
  const { parts } = await checkExperiment(experiment, { seed });
  return parts
    .filter(({ ok }) => !ok)
    .map(({ compared, error, tolerance, where }) => `${compared}: ${error} > ${tolerance}, ${where}`)
    .join('\n');
}

it('random robots, controllers, integrators and steps have right gradients', { timeout: 60_000 }, async () => {
  const random = new Random();
  for (let i = 0; i < testCases(20); i++) {
    const text = randomRobot(random, 2);
    const { scene } = sceneFor(loadRobot(text).model);
    const gravityCompensation = random.next() < 0.5;
    const time = {
      step: random.pick([0.002, 0.005]),
      horizon: random.uniform(0.02, 0.3),
      integrator: random.pick(['rk4', 'semi-implicit-euler']),
    };
    const controller = random.pick([
      { type: 'pd', kp: random.uniform(1, 50), kd: random.uniform(0.1, 3), gravityCompensation, perturbation: 0.3 },
      { type: 'torque-spline', knots: 5, gravityCompensation, perturbation: 2 },
    ]);
    expect(await objections(assemble(parseScene({ ...scene, time, controller }), text), i), text).toBe('');
  }
});

it('stiff gains and joints, and long horizons, are no objection', { timeout: 60_000 }, async () => {
  const panda = shortened(readScene(sceneText('panda-reach')), 0.5);
  const gains = { kp: [1200, 1200, 1000, 1000, 300, 250, 100], kd: [60, 60, 45, 45, 9, 7, 2] };
  expect(
    await objections(assembled({ ...panda, controller: { ...(panda.controller as object), ...gains } } as never)),
  ).toBe('');
  const damped = { file: 'panda.urdf', armature: { panda_joint1: 0.1 }, frictionVelocity: 0.001 };
  expect(await objections(assembled({ ...panda, robot: damped } as never))).toBe('');
  const pendulum = readScene(sceneText('pendulum-swing-up'));
  const driven = { ...(pendulum.controller as object), perturbation: 1 };
  expect(await objections(assembled({ ...shortened(pendulum, 20), controller: driven } as never))).toBe('');
});
