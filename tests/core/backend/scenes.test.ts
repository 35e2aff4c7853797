import { afterEach, expect, it } from 'vitest';
import { activeBackend, chooseBackend } from '../../../src/core/backend/choose-backend.ts';
import { Optimization } from '../../../src/run/optimization.ts';
import { experimentOf, sceneNames } from '../../support/scenes.ts';

afterEach(() => chooseBackend('wasm'));

it.each(sceneNames)('%s has the same bits on both backends, iteration by iteration', async (name) => {
  const statesOn = async (backend: 'wasm' | 'interpreter') => {
    chooseBackend(backend);
    expect(activeBackend()).toBe(backend);
    const experiment = experimentOf(name, 0.5);
    const run = Optimization.start(experiment.one());
    for (let i = 0; i < 5; i++) await run.step();
    return { state: run.state, trajectory: experiment.simulate(run.state.parameters) };
  };
  expect(await statesOn('wasm')).toEqual(await statesOn('interpreter'));
});
