/** @file The views of the Lab, in one place to be loaded together. */
import { CostatesCard } from './costates-card.tsx';
import { LossesCard, SharpnessCard } from './cards.tsx';
import { DoctorCard } from './doctor-card.tsx';
import { ExperimentsPanel } from './experiments-panel.tsx';
import { LabRoom } from './lab-room.tsx';
import { PushKey } from './push-key.tsx';
import { LabSettingsPanel } from './settings-panel.tsx';

export const views = {
  LabRoom,
  CostatesCard,
  PushKey,
  LossesCard,
  SharpnessCard,
  DoctorCard,
  ExperimentsPanel,
  LabSettingsPanel,
};
