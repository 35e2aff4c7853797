/** @file The columns of a training among the numbers of a run: how well it does with what it has not seen, and what its layers do. */
import type { LayerCondition, Report } from '../../../../run/job.ts';
import { measureColumn } from '../column-names.ts';
import type { SeriesColumn } from '../../../../figures/series.ts';
import type { MainMeasure, TrainingFacts } from '../calls.ts';

/** As run files name them. */
export const successColumn = measureColumn('validation-success');
export const medianColumn = (measure: string): string => measureColumn(`validation-${measure}-median`);
export const highColumn = (measure: string): string => measureColumn(`validation-${measure}-high`);

export const layerColumn = (layer: string): string => `gradient of ${layer}`;
/** `place`: of the hidden layer, from 0. */
export const saturatedColumn = (place: number): string => `saturated ${place}`;
export const limitedColumn = 'limited';

export const validationColumns = (
  { success, measures }: Report,
  measure: string | undefined,
): Record<string, number> => ({
  [successColumn]: success,
  ...(measure !== undefined && {
    [medianColumn(measure)]: measures[measure].median,
    [highColumn(measure)]: measures[measure].high,
  }),
});

export const saturationColumns = (layers: readonly LayerCondition[]): Record<string, number> =>
  Object.fromEntries(layers.map(({ share }, place) => [saturatedColumn(place), share]));

/** All of them, as a table of a run knows them. */
export function trainingColumns({ layers }: TrainingFacts, measure: MainMeasure | null): SeriesColumn[] {
  const share = (id: string, label: string): SeriesColumn => ({
    id,
    label,
    unit: '',
    scale: 'linear',
    colour: '--now',
  });
  const ofMeasure = measure
    ? [medianColumn(measure.name), highColumn(measure.name)].map((id): SeriesColumn => ({
        id,
        label: measure.name,
        unit: measure.unit,
        scale: 'log',
        colour: '--now',
      }))
    : [];
  return [
    share(successColumn, 'success'),
    ...ofMeasure,
    ...layers.all.map((layer): SeriesColumn => ({
      id: layerColumn(layer),
      label: layer,
      unit: '',
      scale: 'log',
      colour: '--now',
    })),
    ...layers.saturable.map((layer, place) => share(saturatedColumn(place), layer)),
    share(limitedColumn, 'torque limit'),
  ];
}
