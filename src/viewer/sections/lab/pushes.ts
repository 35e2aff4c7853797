/** @file The costates of the point that is played: as a heatmap of joints over time, and as arrows on the arm at a moment of it. */
import type { RobotModel } from '../../../robot/model.ts';
import type { HeatmapData } from '../../../figures/heat-data.ts';
import type { CostateKind } from '../../studio/store/shown.ts';
import { pushHeatmap } from '../arm/figures/push-heatmap.ts';
import { symbolOf, unitOf } from '../arm/push.ts';
import type { Played } from './calls.ts';

/** What the arrows are, for people. */
const arrowWords: Readonly<Record<CostateKind, string>> = {
  tau: 'Arrows: the push that would lower the loss',
  v: 'Arrows: the change of velocity that would lower the loss',
  q: 'Arrows: the turn that would lower the loss',
};

export const keyWords = (kind: CostateKind): string => arrowWords[kind];

/** What the colours are: "−∂loss/∂τ, per N m". */
export const scaleTitle = (kind: CostateKind, model: RobotModel): string =>
  `${symbolOf(kind)}, per ${unitOf(kind, model)}`;

/** The costates of a played point; the same values are the same array. */
export const playedHeat = (played: Played, kind: CostateKind): HeatmapData & { readonly id: string } => ({
  ...pushHeatmap(played, played.model, kind, 'symlog'),
  id: `played-costates-${kind}`,
  title: 'Costates, joint × time',
});
