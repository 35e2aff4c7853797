/** @file Wrenches of several joints at one body, a row each: what composite bodies hand on towards the base. */
import { add } from '../core/ops/elementwise.ts';
import { concat, reshape } from '../core/ops/indexing.ts';
import { matmul } from '../core/ops/linear-algebra.ts';
import type { PopulationTensor } from '../core/population-tensor.ts';
import { Force } from '../spatial/force.ts';
import type { Motion } from '../spatial/motion.ts';
import { forceToParent, type JointFrame } from './joint-frames.ts';

/** Moments and forces [k, 3]. */
export interface WrenchRows {
  readonly angular: PopulationTensor;
  readonly linear: PopulationTensor;
}

export const oneRow = ({ angular, linear }: Force): WrenchRows => ({
  angular: reshape(angular, [1, 3]),
  linear: reshape(linear, [1, 3]),
});

export const joinedRows = (rows: readonly WrenchRows[]): WrenchRows => ({
  angular: concat(rows.map(({ angular }) => angular)),
  linear: concat(rows.map(({ linear }) => linear)),
});

/** Work [k] of the rows on a motion. */
export const workOn = (rows: WrenchRows, S: Motion): PopulationTensor =>
  add(matmul(rows.angular, S.angular), matmul(rows.linear, S.linear));

/** The rows in the axes and at the origin of the parent. */
export const rowsToParent = (frame: JointFrame, { angular, linear }: WrenchRows): WrenchRows =>
  forceToParent(frame, new Force(angular, linear));
