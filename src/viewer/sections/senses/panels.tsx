/** @file The panels of the Senses; all are loaded when they are first shown. */
import { laterView } from '../../panels/later-view.tsx';
import type { Panel } from '../../studio/section.ts';
import { sensesNews } from './news.ts';
import { sensesOf } from './senses.ts';

/** The views, before or when the first of them is shown. */
export const loadViews = () => import('./panels/views.ts');

/** A view by its name, once it is there. */
const later = laterView('The Senses', loadViews);

export const sensesPanels: readonly Panel[] = [
  { id: 'senses', title: 'Senses', area: 'main', view: later('SensesRoom') },
  {
    id: 'senses-key',
    title: 'What is believed of places',
    area: 'overlay',
    when: (store) => sensesOf(store).estimated.value !== null,
    view: later('BeliefKey'),
  },
  { id: 'senses-population', title: 'Population', area: 'strip', isForSheet: true, view: later('PopulationSheet') },
  { id: 'senses-lanes', title: 'Lanes', area: 'strip', isForSheet: true, view: later('LanesSheet') },
  { id: 'senses-sensors', title: 'Sensors', area: 'strip', isForSheet: true, view: later('SensorsSheet') },
  {
    id: 'senses-consistency',
    title: 'Consistency',
    area: 'inspector',
    view: later('ConsistencyPanel'),
    news: (store) => sensesNews(sensesOf(store)),
  },
  { id: 'senses-settings', title: 'Settings', area: 'inspector', view: later('SensesSettingsPanel') },
];
