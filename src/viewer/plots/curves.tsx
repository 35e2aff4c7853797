/** @file The three curves of a run: loss, end-effector error, gradient norm. */
import { useComputed } from '@preact/signals';
import { formatLength, formatNumber } from '../format.ts';
import * as store from '../store.ts';
import { Curve, type CurveLine } from './curve.tsx';

const line = (measure: CurveLine['measure'], label: string, colour = '--accent'): CurveLine => ({
  measure,
  label,
  colour,
});

const lossLines = [line('loss', '')];
const errorLines = [line('endEffectorError', '')];
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
  return (
    <section class="curves" id="curves" aria-label="Curves of the optimization" data-empty={isEmpty}>
      <Curve title="Loss" lines={lossLines} format={formatNumber} formatTick={tick} />
      <Curve title="End-effector error" lines={errorLines} format={formatLength} formatTick={lengthTick} />
      <Curve title="Gradient norm" lines={gradientLines} format={formatNumber} formatTick={tick} />
      {isEmpty.value && <p class="curves-hint">Loss, error and gradient norm appear here while the arm learns.</p>}
    </section>
  );
}
