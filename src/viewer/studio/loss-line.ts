/** @file The loss over the iterations, as the clock of learning draws it. */
import type { SeriesTable } from '../../figures/series.ts';

const noLine = { x: new Float64Array(), y: new Float64Array() };

/** Losses over iterations. */
export interface LossLine {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
}

/** Nothing before an experiment is open. The same arrays until there is more. */
export const lossLine = (series: SeriesTable): LossLine =>
  series.columns.some(({ id }) => id === 'loss') ? series.line('loss') : noLine;
