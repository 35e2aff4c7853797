/** @file The views of the Lab, in one place to be loaded together. */
import { LossesCard, SharpnessCard } from './cards.tsx';
import { DoctorCard } from './doctor-card.tsx';
import { ExperimentsPanel } from './experiments-panel.tsx';
import { LabRoom } from './lab-room.tsx';
import { LabSettingsPanel } from './settings-panel.tsx';

export const views = { LabRoom, LossesCard, SharpnessCard, DoctorCard, ExperimentsPanel, LabSettingsPanel };
