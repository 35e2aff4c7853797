/** @file The three curves of a run: loss, end-effector error, gradient norm. */
import { useComputed } from '@preact/signals';
import { formatLength, formatNumber } from '../../../text/quantities.ts';
import * as store from '../../studio/store.ts';
import { Curve, type CurveBand, type CurveLine } from '../../plots/curve.tsx';

const line = (measure: CurveLine['measure'], label: string, colour = '--accent'): CurveLine => ({
  measure,
  label,
  colour,
});

/** The lines of a measure: the run's own, or the best and the median of many. */
const linesOf = (measure: 'loss' | 'endEffectorError', isMany: boolean): CurveLine[] =>
  isMany ? [line(measure, 'best'), line(`${measure}.median`, 'median', '--muted')] : [line(measure, '')];

const bandOf = (measure: 'loss' | 'endEffectorError', isMany: boolean): CurveBand | undefined =>
  isMany ? { low: `${measure}.low`, high: `${measure}.high`, label: '10–90 % of the restarts' } : undefined;

const gradientLines = [line('gradientNorm', ''), line('clippedGradientNorm', 'clipped', '--ghost')];

/** Powers of ten as people write them. */
const tick = (value: number): string =>
  value >= 1e4 || value < 1e-2 ? value.toExponential(0).replace('e+', 'e') : String(Number(value.toPrecision(3)));

const lengthTick = (metres: number): string => {
  const millimetres = Number((1000 * metres).toPrecision(3));
  if (millimetres >= 1000) return `${millimetres / 1000} m`;
  return millimetres >= 0.01 ? `${millimetres} mm` : `${Number((1000 * millimetres).toPrecision(3))} µm`;
};

export function Curves() {
  const isEmpty = useComputed(() => {
    void store.historyRevision.value;
    return store.history.length === 0;
  });
  const isMany = store.restarts.value > 1;
  const form = isMany ? 'many' : 'one';
  return (
    <section class="curves" id="curves" aria-label="Curves of the optimization" data-empty={isEmpty}>
      <Curve
        key={`loss ${form}`}
        title="Loss"
        lines={linesOf('loss', isMany)}
        band={bandOf('loss', isMany)}
        format={formatNumber}
        formatTick={tick}
      />
      <Curve
        key={`error ${form}`}
        title={isMany ? 'Error' : 'End-effector error'}
        lines={linesOf('endEffectorError', isMany)}
        band={bandOf('endEffectorError', isMany)}
        format={formatLength}
        formatTick={lengthTick}
      />
      <Curve title="Gradient norm" lines={gradientLines} format={formatNumber} formatTick={tick} />
      {isEmpty.value && <p class="curves-hint">Loss, error and gradient norm appear here while the arm learns.</p>}
    </section>
  );
}
