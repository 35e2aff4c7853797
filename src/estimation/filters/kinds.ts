/** @file The filters that a scene can name. */
import { kind, Kinds } from '../../settings/kinds.ts';
import type { RobotStateLayout } from '../robot-state.ts';
import type { StateModel } from '../state-model.ts';
import { extendedKalman } from './extended-kalman.ts';
import type { Filter } from './filter.ts';

/** Makes a filter of what it shall believe. */
export type FilterMaker = (model: StateModel) => Filter;

export const extendedKalmanKind = kind({
  type: 'extended-kalman',
  title: 'Extended Kalman',
  settings: {},
  make: (): FilterMaker => (model) => extendedKalman(model) as unknown as Filter,
});

/** What a filter of a scene is made for. */
export interface FilterContext {
  readonly layout: RobotStateLayout;
}

export const filterKinds = new Kinds<FilterContext, FilterMaker>('filter', [extendedKalmanKind]);
