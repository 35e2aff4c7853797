/** @file The panels of the Lab: what it draws stands in the middle, small cards below, choices in the inspector; all are loaded when they are first shown. */
import { laterView } from '../../panels/later-view.tsx';
import type { Store } from '../../studio/store/store.ts';
import { doctorId } from './words.ts';
import type { Panel } from '../../studio/section.ts';
import { EnlargeArm } from './enlarge-arm.tsx';
import { labOf } from './lab.ts';

/** The views, before or when the first of them is shown. */
export const loadViews = () => import('./panels/views.ts');

/** A view by its name, once it is there. */
const later = laterView('The Lab', loadViews);

const playsArm = (store: Store): boolean => labOf(store).played.value !== null;

export const labPanels: readonly Panel[] = [
  { id: 'lab', title: 'Lab', area: 'main', view: later('LabRoom') },
  {
    id: 'lab-key',
    title: 'Costates on the arm',
    area: 'overlay',
    when: playsArm,
    view: later('PushKey'),
  },
  {
    id: 'lab-enlarge',
    title: 'Enlarge',
    area: 'overlay',
    isForSheet: true,
    when: (store) => !labOf(store).isArmLarge.value,
    view: EnlargeArm,
  },
  { id: 'lab-losses', title: 'Loss over iterations', area: 'strip', view: later('LossesCard') },
  { id: 'lab-sharpness', title: 'Sharpness', area: 'strip', view: later('SharpnessCard') },
  {
    id: 'lab-costates',
    title: 'Costates',
    area: 'strip',
    isForSheet: true,
    when: playsArm,
    view: later('CostatesCard'),
  },
  {
    id: doctorId,
    title: 'Doctor',
    area: 'strip',
    isForSheet: true,
    view: later('DoctorCard'),
    news: (store) => labOf(store).doctor.news.value,
  },
  { id: 'lab-experiments', title: 'Experiments', area: 'inspector', view: later('ExperimentsPanel') },
  { id: 'lab-settings', title: 'Plane and methods', area: 'inspector', view: later('LabSettingsPanel') },
];
