/** @file A drawing of the Lab by the component of its kind, with the way to its files. */
import { saveFile } from '../../../../platform/web/save-file.ts';
import type { HeatmapData } from '../../../../figures/heat-data.ts';
import { nearestPoint } from '../../../../figures/plane.ts';
import type { RegimeData } from '../../../../figures/regime/regime-data.ts';
import { type Drawing, figureDataOf, tableOfDrawing } from '../../../../lab/figures/lab-figure.ts';
import { svgOfDrawing } from '../../../../lab/figures/figure-text.ts';
import { wantsLessMotion } from '../../../less-motion.ts';
import { icons } from '../../../panels/icons.tsx';
import { Popover } from '../../../panels/popover.tsx';
import { Chart } from '../../../plots/chart.tsx';
import { figureFile, tableFile } from '../../../plots/export/figure-file.ts';
import { Heatmap } from '../../../plots/heatmap.tsx';
import { RegimePad } from '../../../plots/regime-pad.tsx';
import { useStudio } from '../../../studio/studio.ts';
import type { PadPlace } from '../calls.ts';
import { choose, ratesNow } from '../choosing.ts';
import { type Lab, labOf } from '../lab.ts';
import { DrawnSurface } from './drawn-surface.tsx';

type FileKind = 'svg' | 'png' | 'csv';

const fileOf = (drawing: Drawing, kind: FileKind): Promise<Blob> =>
  kind === 'csv'
    ? Promise.resolve(tableFile(() => tableOfDrawing(drawing)))
    : figureFile((palette) => svgOfDrawing(drawing, palette), kind);

/** The menu that takes a figure away, by the names and with the content that the terminal gives it. */
function SaveMenu({ drawing, place }: { readonly drawing: Drawing; readonly place: string }) {
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

/** The step size and momentum that were chosen for all methods; null where each has its own. */
function chosenOf(lab: Lab) {
  const { eta: x } = lab.changes.value;
  return x === undefined ? null : { x, y: ratesNow(lab).beta ?? 0 };
}

/** A step size as a hand means it. */
const short = (value: number): number => Number(value.toPrecision(3));

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
  const data = figureDataOf(drawing.data);
  const actions = <SaveMenu drawing={saved ?? drawing} place={place} />;
  if ('z' in data) return <DrawnSurface data={data} actions={actions} />;
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
  if ('curves' in data) return <Chart data={data} actions={actions} />;
  const heat = data as HeatmapData;
  const isOverIterations = heat.xName === 'iteration';
  return (
    <Heatmap
      {...heat}
      cursor={isOverIterations ? lab.iteration.value : lab.played.value && lab.t.value}
      onCursor={(at) => {
        if (isOverIterations) lab.iteration.value = Math.min(Math.floor(at), heat.columns - 1);
        else lab.t.value = Math.min(at, lab.duration.value);
      }}
      generation={0}
      reducedMotion={wantsLessMotion()}
      actions={actions}
    />
  );
}
