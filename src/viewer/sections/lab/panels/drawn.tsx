/** @file A drawing of the Lab by the component of its kind, with the way to its files. */
import { useMemo } from 'preact/hooks';
import { saveFile } from '../../../../platform/web/save-file.ts';
import type { ChartData } from '../../../../figures/chart/chart-data.ts';
import type { HeatmapData } from '../../../../figures/heat-data.ts';
import { nearestPoint } from '../../../../figures/plane.ts';
import type { RegimeData } from '../../../../figures/regime/regime-data.ts';
import { type Drawing, figureDataOf, tableOfDrawing } from '../../../../lab/figures/lab-figure.ts';
import { inOrder } from '../../../../lab/figures/sorted.ts';
import { svgOfDrawing } from '../../../../lab/figures/figure-text.ts';
import { wantsLessMotion } from '../../../less-motion.ts';
import { icons } from '../../../panels/icons.tsx';
import { Popover } from '../../../panels/popover.tsx';
import { Chart, type ChartProps } from '../../../plots/chart.tsx';
import { figureFile, tableFile } from '../../../plots/export/figure-file.ts';
import { Heatmap } from '../../../plots/heatmap.tsx';
import { RegimePad } from '../../../plots/regime-pad.tsx';
import { useStudio } from '../../../studio/studio.ts';
import type { PadPlace } from '../calls.ts';
import { choose, ratesNow } from '../choosing.ts';
import { type Lab, labOf } from '../lab.ts';
import { DrawnSurface } from './drawn-surface.tsx';
import { useLinked } from './use-linked.ts';

type FileKind = 'svg' | 'png' | 'csv';

const fileOf = (drawing: Drawing, kind: FileKind): Promise<Blob> =>
  kind === 'csv'
    ? Promise.resolve(tableFile(() => tableOfDrawing(drawing)))
    : figureFile((palette) => svgOfDrawing(drawing, palette), kind);

/** The menu that takes a figure away, by the names and with the content that the terminal gives it. */
export function SaveMenu({ drawing, place }: { readonly drawing: Drawing; readonly place: string }) {
  const { store } = useStudio();
  const { value: facts } = labOf(store).facts;
  const { id, title } = drawing.data;
  const save = async (kind: FileKind): Promise<void> => {
    try {
      saveFile(`${facts?.name ?? 'lab'}.${id}.${kind}`, await fileOf(drawing, kind));
    } catch (error) {
      store.messages.notice.value = error instanceof Error ? error.message : String(error);
    }
  };
  return (
    <Popover
      id={`export-${place}-${id}`}
      class="quiet figure-menu"
      role="menu"
      title="Save this figure"
      label={`Save the figure ${title}`}
      tip="Save this figure as SVG, PNG or CSV"
      align="end"
      button={icons.more}
    >
      {(['svg', 'png', 'csv'] as const).map((kind) => (
        <button key={kind} type="button" role="menuitem" tabIndex={-1} onClick={() => void save(kind)}>
          Save as {kind.toUpperCase()}
        </button>
      ))}
    </Popover>
  );
}

/** Rows of a heatmap as the parameters are, or those with the largest numbers first. */
function SortButton({ lab: { sort } }: { readonly lab: Lab }) {
  const isSorted = sort.value === 'size';
  return (
    <button
      type="button"
      class="quiet lab-sort"
      aria-pressed={isSorted}
      data-tip="Rows with the largest numbers first"
      onClick={() => (sort.value = isSorted ? 'order' : 'size')}
    >
      Largest first
    </button>
  );
}

/** The step size and momentum that were chosen for all methods; null where each has its own. */
function chosenOf(lab: Lab) {
  const { eta: x } = lab.changes.value;
  return x === undefined ? null : { x, y: ratesNow(lab).beta ?? 0 };
}

/** A step size as a hand means it. */
const short = (value: number): number => Number(value.toPrecision(3));

/** The clock of what lies across a chart, where it is one: iterations, or the time of the motion that is played. */
function axisOf({ x }: ChartData, { clocks, played }: Lab): Pick<ChartProps, 'cursor' | 'onCursor'> {
  const { cursor, iteration } = clocks;
  if (x.name === 'iteration') {
    const { value: k } = iteration;
    return { cursor: k === null ? null : { x: k, label: `k = ${k}` }, onCursor: (at) => clocks.scrubToK(at) };
  }
  if (x.unit !== 's' || !played.value) return {};
  return {
    cursor: { x: cursor.t.value, label: `t = ${cursor.t.value.toFixed(2)} s` },
    onCursor: (at) => clocks.pointAt(at),
  };
}

/** The place of a pad that is pointed at, as a walk can be tried there. */
function placeOf(data: RegimeData, x: number, y: number): PadPlace {
  if (data.id === 'pad') return { eta: short(x), beta: short(y), horizon: null };
  return { eta: short(x), beta: 0, horizon: data.y.values[nearestPoint(data, x, y).row] };
}

/** `place`: where on the page it stands, as figures may be there twice; `saved`: the drawing that its files have. */
export function Drawn({
  drawing,
  saved,
  place,
}: {
  readonly drawing: Drawing;
  readonly saved?: Drawing | null | undefined;
  readonly place: string;
}) {
  const lab = labOf(useStudio().store);
  const { clocks } = lab;
  const { value: order } = lab.sort;
  // the same rows are the same array, which is not drawn again
  const sorted = useMemo(() => inOrder(drawing, order), [drawing, order]);
  const data = figureDataOf(sorted.data);
  const linked = useLinked(sorted.data);
  const actions = <SaveMenu drawing={saved ?? sorted} place={place} />;
  if ('z' in data) return <DrawnSurface data={data} linked={linked} actions={actions} />;
  if ('regimes' in data)
    return (
      <RegimePad
        data={data}
        chosen={data.id === 'pad' ? chosenOf(lab) : null}
        onHover={(at) => (at ? lab.tried.show(placeOf(data, at.x, at.y)) : lab.tried.leave())}
        onSet={(x, y) => {
          if (data.id === 'pad') choose(lab, short(x), short(y));
          else lab.tried.show(placeOf(data, x, y));
        }}
        actions={actions}
      />
    );
  if ('curves' in data)
    return (
      <Chart
        data={data}
        lit={linked.lit}
        {...axisOf(data, lab)}
        onHoverPoint={(point) => linked.onHover(point && point.id)}
        onPinCurve={linked.onPin}
        actions={actions}
      />
    );
  const heat = data as HeatmapData;
  const isOverIterations = heat.xName === 'iteration';
  return (
    <Heatmap
      {...heat}
      cursor={isOverIterations ? clocks.iteration.value : lab.played.value && clocks.cursor.t.value}
      onCursor={(at) => {
        if (isOverIterations) return clocks.scrubToK(Math.min(Math.floor(at), heat.columns - 1));
        clocks.pointAt(at);
      }}
      hovered={linked.hovered}
      pinned={linked.pinned}
      onHoverRow={linked.onHover}
      onPinRow={(id) => linked.onPin(id ?? linked.pinned!)}
      generation={0}
      reducedMotion={wantsLessMotion()}
      actions={
        <>
          {heat.rows.length > 1 && <SortButton lab={lab} />}
          {actions}
        </>
      }
    />
  );
}
