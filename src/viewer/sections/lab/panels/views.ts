/** @file The views of the Lab, in one place to be loaded together. */
export { LabRoom } from './lab-room.tsx';
export { LossesCard, SharpnessCard } from './cards.tsx';
export { ExperimentsPanel } from './experiments-panel.tsx';
export { LabSettingsPanel } from './settings-panel.tsx';
