/** @file The views of the Senses, in one place to be loaded together. */
import { BeliefKey } from './belief-key.tsx';
import { ConsistencyPanel } from './consistency-panel.tsx';
import { SensesRoom } from './senses-room.tsx';
import { SensesSettingsPanel } from './settings-panel.tsx';
import { LanesSheet, PopulationSheet, SensorsSheet } from './sheets.tsx';

export const views = {
  SensesRoom,
  BeliefKey,
  PopulationSheet,
  LanesSheet,
  SensorsSheet,
  ConsistencyPanel,
  SensesSettingsPanel,
};
