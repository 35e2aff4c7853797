/** @file The three curves of a run: loss, the measure that it is judged by, gradient norm. */
import { useComputed } from '@preact/signals';
import { formatNumber } from '../../../text/quantities.ts';
import { Curve, type CurveProps } from '../../plots/curve.tsx';
import { measureColumn, percentile } from '../../studio/history.ts';
import * as store from '../../studio/store.ts';
import { formatError, isDistance } from './error.ts';

/** What is drawn of a column: the run's own, or the best and the median of many, and how far these lie apart. */
function seriesOf(column: string, isMany: boolean): Pick<CurveProps, 'lines' | 'band'> {
  const own = { column, label: isMany ? 'best' : '', colour: '--accent' };
  if (!isMany) return { lines: [own] };
  return {
    lines: [own, { column: percentile(column, 'median'), label: 'median', colour: '--muted' }],
    band: { low: percentile(column, 'low'), high: percentile(column, 'high'), label: '10–90 % of the restarts' },
  };
}

const gradientLines = [
  { column: 'gradientNorm', label: '', colour: '--accent' },
  { column: 'clippedGradientNorm', label: 'clipped', colour: '--ghost' },
];

/** Powers of ten as people write them. */
const tick = (value: number): string =>
  value >= 1e4 || value < 1e-2 ? value.toExponential(0).replace('e+', 'e') : String(Number(value.toPrecision(3)));

const lengthTick = (metres: number): string => {
  const millimetres = Number((1000 * metres).toPrecision(3));
  if (millimetres >= 1000) return `${millimetres / 1000} m`;
  return millimetres >= 0.01 ? `${millimetres} mm` : `${Number((1000 * millimetres).toPrecision(3))} µm`;
};

function errorTitle(name: string, isMany: boolean): string {
  if (isDistance.value) return isMany ? 'Error' : 'End-effector error';
  return name.charAt(0).toUpperCase() + name.slice(1);
}

export function Curves() {
  const isEmpty = useComputed(() => {
    void store.historyRevision.value;
    return store.history.length === 0;
  });
  const isMany = store.restarts.value > 1;
  const form = isMany ? 'many' : 'one';
  const measure = store.loaded.value?.measure;
  return (
    <section class="curves" id="curves" aria-label="Curves of the optimization" data-empty={isEmpty}>
      <Curve key={`loss ${form}`} title="Loss" {...seriesOf('loss', isMany)} format={formatNumber} formatTick={tick} />
      {measure && (
        <Curve
          key={`error ${form} ${measure.name} ${measure.unit} ${isDistance.value}`}
          title={errorTitle(measure.name, isMany)}
          {...seriesOf(measureColumn(measure.name), isMany)}
          format={formatError}
          formatTick={measure.unit === 'm' ? lengthTick : tick}
        />
      )}
      <Curve title="Gradient norm" lines={gradientLines} format={formatNumber} formatTick={tick} />
      {isEmpty.value && <p class="curves-hint">Loss, error and gradient norm appear here while the arm learns.</p>}
    </section>
  );
}
