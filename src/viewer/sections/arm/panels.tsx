/** @file The panels of the arm's room, in the order of their choosers and chips. */
import type { Panel } from '../../studio/section.ts';
import { DistancePanel, LossPanel, NormPanel, TermsPanel } from './figures/over-iterations.tsx';
import { GradientPanel, TorquePanel } from './figures/over-time.tsx';
import { FilesPanel } from './files.tsx';
import { LearnedPanel } from './inspector/learned-panel.tsx';
import { RobotPanel } from './inspector/robot-panel.tsx';
import { SettingsPanel } from './inspector/settings-panel.tsx';
import { LayerChips } from './layer-chips.tsx';
import { PushScale } from './push-scale.tsx';
import type { Store } from '../../studio/store/store.ts';
import { CrowdCard } from './train/crowd-card.tsx';
import { ErrorPanel, LayersPanel, SaturationPanel, SuccessPanel } from './train/training-panels.tsx';
import { StoryCard } from './story/story-card.tsx';
import { planPanels } from './plan/panels.tsx';
import { taskOfScene } from './plan/task.ts';
import { TaskChooser } from './plan/task-chooser.tsx';

const isTraining = ({ experiment }: Store): boolean => experiment.training.value !== null;
const isOptimizing = ({ experiment }: Store): boolean => experiment.training.value === null;
/** A plan's are its whole motion: too many to be read. */
const hasParameters = (store: Store): boolean => taskOfScene(store) !== 'plan';
const isOfMany = ({ experiment, view }: Store): boolean =>
  experiment.training.value !== null && view.layers.value.includes('crowd');
const isOfOne = (store: Store): boolean => !isOfMany(store);

/** The first three figures are those that the strip shows unless others are chosen. */
const panels: readonly Panel[] = [
  { id: 'story', title: 'Story', area: 'overlay', isRead: true, view: StoryCard },
  { id: 'layers', title: 'Layers', area: 'overlay', view: LayerChips },
  { id: 'scale', title: 'Colour scale', area: 'overlay', when: isOfOne, view: PushScale },
  { id: 'crowd', title: 'Many arms', area: 'overlay', when: isOfMany, view: CrowdCard },
  { id: 'success', title: 'Success', area: 'strip', when: isTraining, view: SuccessPanel },
  { id: 'error', title: 'Error', area: 'strip', when: isTraining, view: ErrorPanel },
  { id: 'layers-gradient', title: 'Layers', area: 'strip', when: isTraining, view: LayersPanel },
  { id: 'saturation', title: 'Saturation', area: 'strip', when: isTraining, view: SaturationPanel },
  { id: 'terms', title: 'Loss by terms', area: 'strip', view: TermsPanel },
  { id: 'gradient', title: 'Gradient', area: 'strip', view: GradientPanel },
  { id: 'loss', title: 'Loss', area: 'strip', view: LossPanel },
  { id: 'distance', title: 'Distance', area: 'strip', when: isOptimizing, view: DistancePanel },
  { id: 'norm', title: 'Gradient norm', area: 'strip', view: NormPanel },
  { id: 'torques', title: 'Torque', area: 'strip', view: TorquePanel },
  { id: 'settings', title: 'Settings', area: 'inspector', view: SettingsPanel },
  { id: 'learned', title: 'Learned', area: 'inspector', when: hasParameters, view: LearnedPanel },
  { id: 'robot', title: 'Robot', area: 'inspector', view: RobotPanel },
  { id: 'files', title: 'Files', area: 'inspector', view: FilesPanel },
];

/** Panels that belong to planning as well. */
const ofBoth = new Set(['robot', 'files']);

const isLive = ({ view }: Store): boolean => view.isLive.value;

/** Each only while the arm does what it is about. */
export const armPanels: readonly Panel[] = [
  { id: 'task', title: 'What the arm does', area: 'overlay', view: TaskChooser },
  ...planPanels.map((panel) => ({ ...panel, when: isLive })),
  ...panels.map(({ when = () => true, ...panel }): Panel => ({
    ...panel,
    when: (store) => (!isLive(store) || ofBoth.has(panel.id)) && when(store),
  })),
];
