/** @file The lanes of an estimated rollout: a coordinate with its belief, the squares of a sensor's innovations and of the error, over time. */
import {
  type StackData,
  type StackLine,
  type StackPanel,
  type StackSpan,
  extentOf,
} from '../../figures/stack/stack-data.ts';
import type { EstimateRecord, SensorRecord, SensorSwitch } from '../records.ts';
import { boundsOf, consistencyOf, ratioWords } from './consistency.ts';

/** What of a record is seen. */
export interface LanesView {
  /** Place of the coordinate. */
  readonly coordinate: number;
  /** Place of the sensor whose innovations are judged. */
  readonly sensor: number;
  readonly switches: readonly SensorSwitch[];
  /** A value of the coordinate that is marked: what a unit prefers. */
  readonly marked?: { readonly value: number; readonly label: string };
}

/** Column of rows. */
export const columnOf = (rows: Float64Array, columns: number, column: number): Float64Array =>
  Float64Array.from({ length: Math.floor(rows.length / columns) }, (_, k) => rows[k * columns + column]);

/** Moments of the ticks, s. */
export const timesOf = ({ ticks, tick }: Pick<EstimateRecord, 'ticks' | 'tick'>): Float64Array =>
  Float64Array.from({ length: ticks }, (_, k) => k * tick);

/** The whole time of a rollout, s. */
export const durationOf = ({ ticks, tick }: Pick<EstimateRecord, 'ticks' | 'tick'>): number => ticks * tick;

const spansOf = (record: EstimateRecord, name: string | null, switches: readonly SensorSwitch[]): StackSpan[] =>
  switches
    .filter(({ sensor }) => name === null || sensor === name)
    .map(({ from, until = durationOf(record), blind }) => ({ from, to: until, label: blind ? 'blind' : 'biased' }));

function estimatePanel(record: EstimateRecord, { coordinate, switches, marked }: LanesView): StackPanel {
  const { coordinates, truth, error, deviation } = record;
  const x = timesOf(record);
  const { label, unit } = coordinates[coordinate];
  const column = (rows: Float64Array): Float64Array => columnOf(rows, coordinates.length, coordinate);
  const [true_, errors, sigma] = [truth, error, deviation].map(column);
  // next to the truth, where an angle may have come round
  const mean = true_.map((value, k) => value - errors[k]);
  const [low, high] = [-2, 2].map((factor) => mean.map((value, k) => value + factor * sigma[k]));
  const outside = errors.reduce((count, value, k) => count + (Math.abs(value) > 2 * sigma[k] ? 1 : 0), 0);
  const [bottom, top] = extentOf([true_, mean]) ?? [0, 1];
  const room = 0.35 * (top - bottom) + 1e-9;
  return {
    id: 'estimate',
    name: label,
    unit,
    share: 120,
    // a belief that knows nothing would leave no room for the rest
    min: Math.max(bottom - room, extentOf([low, true_])![0]),
    max: Math.min(top + room, extentOf([high, true_])![1]),
    verdict: `${Math.round((100 * outside) / record.ticks)} % of the time beyond 2 σ`,
    lines: [
      { id: 'mean', label: 'estimate', colour: '--now', x, y: mean, style: 'line' },
      { id: 'truth', label: 'truth', colour: '--text', x, y: true_, style: 'dashed' },
    ],
    band: { label: '± 2 σ', x, low, high },
    ...(marked && { limits: [{ y: marked.value, label: marked.label }] }),
    spans: spansOf(record, null, switches),
  };
}

/** Squares beyond so many times their bound lie at the top edge. */
const most = 3;

/** What judges squares of so many degrees of freedom a tick. */
function boundLines(x: Float64Array, degrees: readonly number[]): { lines: StackLine[]; high: number } {
  const known = new Map([...new Set(degrees)].filter((n) => n > 0).map((n) => [n, boundsOf(n)]));
  const high = [...known.values()].reduce((largest, bounds) => Math.max(largest, bounds.high), 0);
  const line = (id: 'low' | 'high'): StackLine => {
    let last = NaN;
    const y = Float64Array.from(degrees, (n) => (last = known.get(n)?.[id] ?? last));
    return { id: `bound-${id}`, label: id === 'high' ? '95 % bounds' : '', colour: '--muted', x, y, style: 'dashed' };
  };
  return { lines: known.size > 0 ? [line('high'), line('low')] : [], high };
}

function squaresPanel(
  head: Pick<StackPanel, 'id' | 'name'> & { readonly verdict: string; readonly isBad: boolean },
  x: Float64Array,
  { square, told }: Pick<SensorRecord, 'square' | 'told'>,
  colour: string,
): StackPanel {
  const { lines, high } = boundLines(x, Array.from(told));
  const y = square.map((value, k) => (told[k] > 0 ? value : NaN));
  const largest = extentOf([y])?.[1] ?? 1;
  return {
    ...head,
    unit: '',
    share: 80,
    min: 0,
    max: Math.min(Math.max(largest, 1.4 * high), most * high || 1),
    lines: [
      { id: head.id, label: largest > most * high ? 'higher ones at the edge' : '', colour, x, y, style: 'dots' },
      ...lines,
    ],
  };
}

function nisPanel(record: EstimateRecord, { sensor, switches }: LanesView): StackPanel | null {
  const seen = record.sensors.at(sensor);
  if (!seen) return null;
  const found = consistencyOf(seen);
  const head = {
    id: 'nis',
    name: `NIS of ${seen.name}`,
    verdict: found ? ratioWords(found) : 'it told nothing',
    isBad: found?.isInconsistent ?? false,
  };
  return { ...squaresPanel(head, timesOf(record), seen, '--line-1'), spans: spansOf(record, seen.name, switches) };
}

/** Errors of neighbouring ticks go together, so one rollout says little: no verdict, only how many. */
function neesPanel({ square, coordinates, ...record }: EstimateRecord): StackPanel {
  const told = new Uint8Array(square.length).fill(coordinates.length);
  const { low, high } = boundsOf(coordinates.length);
  const outside = square.reduce((count, value) => count + (value >= low && value <= high ? 0 : 1), 0);
  const verdict = `${Math.round((100 * outside) / square.length)} % outside`;
  return squaresPanel(
    { id: 'nees', name: 'NEES', verdict, isBad: false },
    timesOf(record),
    { square, told },
    '--line-3',
  );
}

function particlesPanel(record: EstimateRecord): StackPanel | null {
  const { particles } = record;
  if (!particles) return null;
  const { count, effective } = particles;
  const least = extentOf([effective])?.[0] ?? 0;
  return {
    id: 'effective',
    name: 'Effective particles',
    unit: '',
    share: 80,
    min: 0,
    max: count,
    verdict: `least ${Math.round(least)} of ${count}`,
    lines: [{ id: 'effective', label: '', colour: '--line-2', x: timesOf(record), y: effective, style: 'line' }],
    limits: [{ y: count / 2, label: 'drawn anew below' }],
  };
}

/** The lanes of a record as one figure. */
export function lanesOf(record: EstimateRecord, view: LanesView): StackData {
  const panels = [estimatePanel(record, view), nisPanel(record, view), particlesPanel(record) ?? neesPanel(record)];
  return {
    id: 'senses-lanes',
    title: 'Estimate and consistency over time',
    subtitle: '',
    x: { name: 'time', unit: 's', min: 0, max: durationOf(record) },
    panels: panels.filter((panel) => panel !== null),
  };
}
