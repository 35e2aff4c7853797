/** @file One curve over the iterations, drawn by uPlot on a logarithmic axis; redrawn a few times a second. */
import { effect, signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import * as store from '../studio/store.ts';
import { colour, isDark } from '../studio/theme.ts';
import { cancelRedraw, redrawSoon } from './redraw-queue.ts';

export interface CurveLine {
  /** Column of the history. */
  readonly column: string;
  /** Empty where the title says it. */
  readonly label: string;
  /** Colour of tokens.css. */
  readonly colour: string;
}

/** What lies between two columns, filled. */
export interface CurveBand {
  readonly low: string;
  readonly high: string;
  readonly label: string;
}

export interface CurveProps {
  readonly title: string;
  /** Drawn from the last to the first: the first lies on top. */
  readonly lines: readonly CurveLine[];
  readonly band?: CurveBand;
  readonly format: (value: number) => string;
  /** Axis labels: shorter than `format`. */
  readonly formatTick: (value: number) => string;
}

/** Point under the pointer, the same in all curves. */
const hovered = signal<number | null>(null);

/** The band's edges first, under everything; then the lines, the last one first. */
const columnsOf = ({ lines, band }: CurveProps): string[] => [
  ...(band ? [band.high, band.low] : []),
  ...lines.map(({ column }) => column).reverse(),
];

const dataOf = (props: CurveProps): uPlot.AlignedData => [
  store.history.iterations(),
  ...columnsOf(props).map((column) => store.history.values(column)),
];

/** An edge of the band: no line of its own. */
const edge: uPlot.Series = { width: 0, points: { show: false } };

/** Grid lines at powers of ten only, where there are enough of them. */
function decades(_: uPlot, splits: number[]): (number | null)[] {
  const isDecade = (value: number): boolean => Math.abs(Math.log10(value) - Math.round(Math.log10(value))) < 1e-6;
  return splits.filter(isDecade).length < 2 ? splits : splits.map((value) => (isDecade(value) ? value : null));
}

function optionsOf(
  { lines, band, formatTick, title }: CurveProps,
  size: { width: number; height: number },
): uPlot.Options {
  const axis = (axisSize: number): uPlot.Axis => ({
    size: axisSize,
    gap: 4,
    font: '11px system-ui, sans-serif',
    stroke: () => colour('--muted'),
    grid: { stroke: () => colour('--line'), width: 1 },
    ticks: { show: false },
  });
  return {
    ...size,
    title: undefined,
    class: `curve-${title.toLowerCase().replaceAll(' ', '-')}`,
    padding: [8, 8, 0, 0],
    legend: { show: false },
    cursor: {
      drag: { x: false, y: false },
      y: false,
      sync: { key: 'iterations' },
      points: { size: 7 },
    },
    scales: { x: { time: false, range: (_, __, max) => [0, Math.max(10, max)] }, y: { distr: 3 } },
    axes: [
      {
        ...axis(22),
        space: 60,
        incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000],
      },
      {
        ...axis(52),
        grid: { stroke: () => colour('--line'), width: 1, filter: decades },
        space: 26,
        values: (_, splits) => splits.map((value: number | null) => (value === null ? '' : formatTick(value))),
      },
    ],
    series: [
      {},
      ...(band ? [edge, edge] : []),
      ...lines
        .map((line) => ({ label: line.label, stroke: () => colour(line.colour), width: 1.75, points: { show: false } }))
        .reverse(),
    ],
    ...(band && { bands: [{ series: [1, 2], fill: () => colour('--spread') }] }),
    hooks: { setCursor: [({ cursor }) => (hovered.value = cursor.idx ?? null)] },
  };
}

/** Draws into an element until the returned function is called. */
function draw(element: HTMLElement, props: CurveProps): () => void {
  const size = (): { width: number; height: number } => ({
    width: Math.max(element.clientWidth, 40),
    height: Math.max(element.clientHeight, 40),
  });
  const plot = new uPlot(optionsOf(props, size()), dataOf(props), element);
  const observer = new ResizeObserver(() => plot.setSize(size()));
  observer.observe(element);
  const redraw = (): void => plot.setData(dataOf(props));
  const stop = effect(() => {
    void store.historyRevision.value;
    redrawSoon(redraw);
  });
  const stopTheme = effect(() => {
    void isDark.value;
    plot.redraw();
  });
  return () => {
    stop();
    stopTheme();
    cancelRedraw(redraw);
    observer.disconnect();
    plot.destroy();
  };
}

/** Value of a line at the pointer, else the last one. */
function Reading({ line, format }: { readonly line: CurveLine; readonly format: (value: number) => string }) {
  void store.historyRevision.value;
  const last = store.history.length - 1;
  const index = Math.min(hovered.value ?? last, last);
  return <span class="reading">{index < 0 ? '–' : format(store.history.found(line.column, index))}</span>;
}

export function Curve(props: CurveProps) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => draw(host.current!, props), []);
  const { title, lines, band, format } = props;
  return (
    <figure class="curve">
      <figcaption>
        <span class="curve-title">{title}</span>
        {lines.map((line) => (
          <span class="curve-key" key={line.column}>
            <i class="swatch" style={{ background: `var(${line.colour})` }} />
            {line.label && <span class="curve-label">{line.label}</span>}
            <Reading line={line} format={format} />
          </span>
        ))}
      </figcaption>
      <div class="curve-plot" ref={host} role="img" aria-label={`${title} over the iterations, logarithmic`} />
      {band && (
        <span class="band-key">
          <i class="swatch" />
          {band.label}
        </span>
      )}
    </figure>
  );
}
