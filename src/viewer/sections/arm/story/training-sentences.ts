/** @file The sentences of the story card for a scene that trains: one policy, many rollouts. */
import { counted } from '../../../../text/counted.ts';
import { percent } from '../../../../train/training.ts';
import { formatVerdict } from '../main-measure.ts';
import type { StoryPart, StoryState, TrainingState } from './story-parts.ts';
import { effort, warningOf } from './sentences.ts';

type Parts = readonly StoryPart[];
type Trained = StoryState & { readonly training: TrainingState };

const many: StoryPart = { text: 'Watch many arms', action: 'crowd' };

const wayToMany = ({ training }: Trained): Parts => (training.showsMany ? [] : [' ', many]);

/** "84 % of 64 unseen goals are reached." */
const successOf = ({ training: { success, validation } }: Trained): string =>
  success === null ? '' : ` ${percent(success)} of ${validation} unseen goals are reached.`;

/** Where the arm ends that is looked at: "This arm ends 0.55 mm from its goal." */
function ownOf({ verdict }: Trained): string {
  if (!verdict || !Number.isFinite(verdict.value)) return '';
  const figure = formatVerdict(verdict);
  return verdict.isDistance ? ` This arm ends ${figure} from its goal.` : ` This arm: ${figure} ${verdict.name}.`;
}

export function beforeTraining(state: Trained): Parts {
  const warning = warningOf(state);
  return warning.length > 0 ? warning : firstOf(state);
}

const firstOf = (state: Trained): Parts => [
  'A ',
  { text: 'policy', about: 'controller' },
  ` of ${counted(state.parameters, 'number')}, which ${state.training.isUntaught ? 'knows nothing yet' : 'has learned before'}. Each step of training tries ${counted(state.training.members, 'start')} and goals, and carries what comes of them back through ${counted(state.steps, 'step')}.`,
  ...wayToMany(state),
];

export const whileTraining = (state: Trained): Parts => [
  `Iteration ${state.k}: ${counted(state.training.members, 'rollout')}, each with a start and a goal of its own; the mean loss `,
  { text: 'flows back', about: 'reverse' },
  ` to ${counted(state.parameters, 'number')}, and `,
  { text: state.method, about: 'method' },
  ` changes them.${successOf(state)}`,
  ...wayToMany(state),
];

export const trainedSoFar = (state: Trained): Parts => [
  `Iteration ${state.k} of ${state.newest}.${ownOf(state)} Drag the goal, and it follows.`,
  ...wayToMany(state),
];

function endOf(state: Trained): string {
  if (state.training.isChanged) return `Changed after ${effort(state)}. Continue learns on from here.`;
  return `${state.phase === 'paused' ? 'Stopped after' : 'Trained for'} ${effort(state)}.`;
}

export const afterTraining = (state: Trained): Parts => [
  `${endOf(state)}${ownOf(state)} Drag the goal, and it follows at once.`,
  ...wayToMany(state),
];
