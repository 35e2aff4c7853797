/** @file What the page is told of a training besides its scene. */
import { isPolicy } from '../../../../../controllers/policy.ts';
import type { Experiment } from '../../../../scene/experiment.ts';
import { settingOf } from '../../../../settings/kinds.ts';
import type { TrainingFacts } from '../calls.ts';
import { crowdSize } from './crowd-look.ts';
import { layersIn } from './layers.ts';

/** Names of the layers whose units can be saturated: the hidden ones, counted from 1. */
const saturableLayers = ({ settings: { controller } }: Experiment): string[] =>
  isPolicy(controller) ? controller.settings.hidden.map((_, i) => `layer ${i + 1}`) : [];

/** Null for a scene whose method makes one rollout again and again. */
export function trainingFacts(experiment: Experiment): TrainingFacts | null {
  if (!experiment.isTraining) return null;
  const { count } = experiment.examinations.validation;
  return {
    layers: { all: layersIn(experiment).map(({ name }) => name), saturable: saturableLayers(experiment) },
    members: settingOf<number>(experiment.scene.method, 'members') ?? 1,
    validation: count,
    crowd: Math.min(count, crowdSize),
  };
}
