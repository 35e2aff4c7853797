import { afterEach, expect, it } from 'vitest';
import { activeBackend, chooseBackend } from '../../../src/core/backend/choose-backend.ts';
import { Optimization } from '../../../src/run/optimization.ts';
import { assemble } from '../../../src/scene/assemble.ts';
import { readScene } from '../../../src/scene/schema.ts';
import { assetText, sceneText } from '../../support/robots.ts';

afterEach(() => chooseBackend('wasm'));

it.each(['panda-reach', 'ur5e-reach', 'two-link-reach', 'pendulum-swing-up'])(
  '%s has the same bits on both backends, iteration by iteration',
  async (name) => {
    const scene = { ...readScene(sceneText(name)), horizon: 0.5 };
    const statesOn = async (backend: 'wasm' | 'interpreter') => {
      chooseBackend(backend);
      expect(activeBackend()).toBe(backend);
      const experiment = assemble(scene, assetText(scene.robot.replace('.urdf', '')));
      const run = Optimization.start(experiment);
      for (let i = 0; i < 5; i++) await run.step();
      return { state: run.state, trajectory: experiment.simulate(run.state.parameters) };
    };
    expect(await statesOn('wasm')).toEqual(await statesOn('interpreter'));
  },
);
