/** @file The figures over the iterations as panels: the terms of the loss, the loss, the distance, the gradient's norm. */
import { iterationEvents } from '../lane-events.ts';
import { Figure } from '../../../plots/figure.tsx';
import type { FigureData, FigureMark } from '../../../plots/figure-data.ts';
import { settingOf, typeOf } from '../../../../settings/kinds.ts';
import { useStudio } from '../../../studio/studio.ts';
import type { Store } from '../../../studio/store/store.ts';
import { inWords, isDistanceOf, measureTitle, residualTypeOf, toleranceOf } from '../main-measure.ts';
import type { Subject } from '../../notes/note-of.ts';
import { FigureActions } from './figure-actions.tsx';
import { distanceFigure, lossFigure, normFigure, termsFigure } from './run-figures.ts';
import { useIterationCursor } from './shared-cursor.ts';
import { useSelection } from './shared-selection.ts';

const hasFirstOrderSteps = ({ experiment }: Store): boolean => {
  const { value: scene } = experiment.scene;
  return scene !== null && settingOf(scene.method, 'learningRate') !== undefined;
};

/** Whether the method shortens gradients. */
const clips = ({ experiment }: Store): boolean => {
  const { value: scene } = experiment.scene;
  return scene !== null && settingOf(scene.method, 'clipNorm') !== undefined;
};

/** Reads signals. */
export function marksOf(store: Store): FigureMark[] {
  const { run } = store;
  void run.revision.value;
  if (run.series.value.columns.length === 0) return [];
  return iterationEvents({
    series: run.series.value,
    best: run.best.value,
    events: run.events.value,
    hasSchedule: hasFirstOrderSteps(store),
  });
}

/** A figure of the run with the cursor that all of them share, said to be of the iteration that is shown. */
function RunFigure({ data, empty, about, ...choice }: RunFigureProps) {
  const { shown } = useStudio().store;
  return (
    <div class="figure-panel" data-k={shown.look.value?.k}>
      <Figure
        {...data}
        {...choice}
        {...useIterationCursor()}
        empty={empty}
        actions={<FigureActions data={data} about={about} />}
      />
    </div>
  );
}

interface RunFigureProps {
  readonly data: FigureData;
  /** What its note is about. */
  readonly about: Subject;
  /** What will be here. */
  readonly empty: string;
  readonly hovered?: string | null;
  readonly pinned?: string | null;
  readonly onHoverLine?: (id: string | null) => void;
  readonly onPinLine?: (id: string | null) => void;
}

export function TermsPanel() {
  const { run, experiment } = useStudio().store;
  void run.revision.value;
  const { hovered, pinned, onHover, onPin } = useSelection('term');
  const costs = experiment.scene.value?.costs ?? [];
  const terms = costs.map(({ name }) => name);
  const lit = costs.find(({ name }) => name === (hovered ?? pinned)) ?? costs[0];
  return (
    <RunFigure
      data={termsFigure(run.series.value, terms)}
      about={{ kind: 'residual', id: lit ? typeOf(lit.residual) : '' }}
      empty="How much each cost adds to the loss, iteration by iteration: drawn here while the arm learns."
      hovered={hovered}
      pinned={pinned}
      onHoverLine={onHover}
      onPinLine={onPin}
    />
  );
}

export function LossPanel() {
  const { store } = useStudio();
  const { run, experiment } = store;
  const marks = marksOf(store).filter(({ kind }) => kind !== 'clip');
  const { hovered, pinned, onHover, onPin } = useSelection('method');
  const { value: scene } = experiment.scene;
  const method = scene ? typeOf(scene.method) : '';
  return (
    <RunFigure
      data={lossFigure(run.series.value, method, run.past.value, marks)}
      about={{ kind: 'method', id: hovered ?? pinned ?? method }}
      hovered={hovered}
      pinned={pinned}
      onHoverLine={onHover}
      onPinLine={onPin}
      empty="The one number that learning makes small, drawn here while the arm learns. Runs before stay, to compare."
    />
  );
}

export function DistancePanel() {
  const { run, experiment } = useStudio().store;
  void run.revision.value;
  const { value: scene } = experiment.scene;
  const measure = experiment.loaded.value?.measure ?? null;
  if (!scene || !measure) return <p class="panel-empty">This scene measures nothing besides its loss.</p>;
  const title = measureTitle({ isDistance: isDistanceOf(scene, measure), name: inWords(measure.name) });
  const data = distanceFigure(run.series.value, { ...measure, title, tolerance: toleranceOf(scene) });
  const about: Subject = { kind: 'residual', id: residualTypeOf(scene, measure) ?? '' };
  return (
    <RunFigure data={data} about={about} empty={`${title} at every iteration, drawn here while the arm learns.`} />
  );
}

export function NormPanel() {
  const { store } = useStudio();
  const isClipping = clips(store);
  const marks = isClipping ? marksOf(store).filter(({ kind }) => kind === 'clip') : [];
  void store.run.revision.value;
  return (
    <RunFigure
      data={normFigure(store.run.series.value, isClipping, marks)}
      about={{ kind: 'file', id: 'src/core/scan.ts' }}
      empty="How steep the loss is in all that is learned, drawn here while the arm learns."
    />
  );
}
