/** @file In what two requests differ, and the scene of one with another filter. */
import type { Scene } from '../../../scene/schema.ts';
import { withFilter } from '../../../senses/with-filter.ts';
import { typeOf } from '../../../settings/kinds.ts';
import type { SensesRequest } from './calls.ts';

export const isOtherScene = ({ source: one }: SensesRequest, { source: other }: SensesRequest): boolean =>
  one.robot !== other.robot || one.scene.name !== other.scene.name;

/** Whether another one has to be compiled. */
export const isOtherProgram = (one: SensesRequest, other: SensesRequest): boolean =>
  isOtherScene(one, other) || filterOf(one.source.scene) !== filterOf(other.source.scene);

export const isSameRequest = (one: SensesRequest, other: SensesRequest): boolean =>
  one.source.scene === other.source.scene &&
  one.source.robot === other.source.robot &&
  one.source.parameters === other.source.parameters &&
  one.switches === other.switches &&
  one.seed === other.seed;

/** The scene with another kind of filter; null: with its own. */
export const filtered = (scene: Scene, filter: string | null): Scene =>
  filter === null ? scene : withFilter(scene, filter);

/** Name of the kind of a scene's filter. */
export const filterOf = ({ estimator }: Scene): string => typeOf(estimator!.filter);
