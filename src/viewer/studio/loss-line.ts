/** @file The loss over the iterations, as the clock of learning draws it. */
import type { SeriesTable } from '../../figures/series.ts';

const noLine = { x: new Float64Array(), y: new Float64Array() };

/** Nothing before an experiment is open. The same arrays until there is more. */
export const lossLine = (series: SeriesTable): { readonly x: ArrayLike<number>; readonly y: ArrayLike<number> } =>
  series.columns.some(({ id }) => id === 'loss') ? series.line('loss') : noLine;
