import { expect, it } from 'vitest';
import { checkExperiment } from '../../src/learning/check-experiment.ts';
import { loadRobot } from '../../src/robot/urdf/load.ts';
import { assemble } from '../../src/scene/assemble.ts';
import type { Experiment } from '../../src/scene/experiment.ts';
import { parseScene, readScene } from '../../src/scene/parse.ts';
import { Random, testCases, testSeed } from '../support/random.ts';
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

/** The experiment of a random robot under a random controller, with steps and an integrator of its own. */
function randomExperiment(random: Random): Experiment {
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
  return assemble(parseScene({ ...scene, time, controller }), text);
}

it.each(Array.from({ length: testCases(5) }, (_, i) => i))(
  'the gradient of a random experiment is right: %i',
  async (i) => {
    expect(await objections(randomExperiment(new Random(testSeed + i)), i)).toBe('');
  },
);

const stiff = shortened(readScene(sceneText('panda-reach')), 0.25);
const pendulum = readScene(sceneText('pendulum-swing-up'));

it.each([
  [
    'stiff gains',
    {
      ...stiff,
      controller: {
        ...(stiff.controller as object),
        kp: [1200, 1200, 1000, 1000, 300, 250, 100],
        kd: [60, 60, 45, 45, 9, 7, 2],
      },
    },
  ],
  [
    'stiff friction',
    { ...stiff, robot: { file: 'panda.urdf', armature: { panda_joint1: 0.1 }, frictionVelocity: 0.001 } },
  ],
  [
    'a long horizon',
    { ...shortened(pendulum, 20), controller: { ...(pendulum.controller as object), perturbation: 1 } },
  ],
])('%s are no objection', async (_, scene) => {
  expect(await objections(assembled(scene as never))).toBe('');
});
