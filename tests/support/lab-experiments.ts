/** @file Experiments with robots for tests of the Lab: their horizons are short. */
import type { Experiment } from '../../src/scene/experiment.ts';
import { assemble } from '../../src/scene/assemble.ts';
import { readScene } from '../../src/scene/parse.ts';
import { withSettings } from '../../src/scene/with-settings.ts';
import { assetText, sceneText } from './robots.ts';

export const twoLinkExperiment = (name = 'two-link-reach', settings: readonly string[] = []): Experiment =>
  assemble(withSettings(readScene(sceneText(name)), ['time.horizon=0.2', ...settings]), assetText('planar-2link'));
