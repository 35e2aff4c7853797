/** @file The figures over the iterations as panels: the terms of the loss, the loss, the distance, the gradient's norm. */
import { useMemo } from 'preact/hooks';
import { iterationEvents } from '../lane-events.ts';
import { Figure } from '../../../plots/figure.tsx';
import type { FigureData, FigureMark } from '../../../../figures/figure-data.ts';
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

/** A few times a second while a run adds to them. Reads signals. */
export function marksOf(store: Store): FigureMark[] {
  const { run } = store;
  void run.drawn.value;
  if (run.series.value.columns.length === 0) return [];
  return iterationEvents({
    series: run.series.value,
    best: run.best.value,
    events: run.events.value,
    hasSchedule: hasFirstOrderSteps(store),
  });
}

/** What is made of a run's curves: a few times a second while it adds to them, however often the cursor moves. Reads signals. */
export function useDrawn<T>(make: () => T, also: readonly unknown[]): T {
  const { run } = useStudio().store;
  return useMemo(make, [run.drawn.value, run.series.value, ...also]);
}

/** A figure of the run with the cursor that all of them share, said to be of the iteration that is shown. */
export function RunFigure({ data, empty, about, ...choice }: RunFigureProps) {
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
  const { hovered, pinned, onHover, onPin } = useSelection('term');
  const { value: scene } = experiment.scene;
  const costs = scene?.costs ?? [];
  const terms = costs.map(({ name }) => name);
  const data = useDrawn(() => termsFigure(run.series.value, terms), [scene]);
  const lit = costs.find(({ name }) => name === (hovered ?? pinned)) ?? costs[0];
  return (
    <RunFigure
      data={data}
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
  const { hovered, pinned, onHover, onPin } = useSelection('method');
  const { value: scene } = experiment.scene;
  const method = scene ? typeOf(scene.method) : '';
  const [past, best, events] = [run.past.value, run.best.value, run.events.value];
  const data = useDrawn(() => {
    const marks = marksOf(store).filter(({ kind }) => kind !== 'clip');
    return lossFigure(run.series.value, method, past, marks);
  }, [scene, past, events, store.run.isRunning.value || best]);
  return (
    <RunFigure
      data={data}
      about={{ kind: 'method', id: hovered ?? pinned ?? method }}
      hovered={hovered}
      pinned={pinned}
      onHoverLine={onHover}
      onPinLine={onPin}
      empty="The one number that learning makes small, drawn here while the arm learns. Runs before stay, to compare."
    />
  );
}

/** The measure that the scene is judged by, over the iterations; `empty`: what stands there before it is drawn, of its title. */
export function MeasurePanel({
  figure,
  empty,
}: {
  readonly figure: typeof distanceFigure;
  readonly empty: (title: string) => string;
}) {
  const { run, experiment } = useStudio().store;
  const { value: scene } = experiment.scene;
  const measure = experiment.loaded.value?.measure ?? null;
  const data = useDrawn(() => {
    if (!scene || !measure) return null;
    const title = measureTitle({ isDistance: isDistanceOf(scene, measure), name: inWords(measure.name) });
    return figure(run.series.value, { ...measure, title, tolerance: toleranceOf(scene) });
  }, [scene, measure]);
  if (!scene || !measure || !data) return <p class="panel-empty">This scene measures nothing besides its loss.</p>;
  const about: Subject = { kind: 'residual', id: residualTypeOf(scene, measure) ?? '' };
  return <RunFigure data={data} about={about} empty={empty(data.title)} />;
}

export const DistancePanel = () => (
  <MeasurePanel
    figure={distanceFigure}
    empty={(title) => `${title} at every iteration, drawn here while the arm learns.`}
  />
);

export function NormPanel() {
  const { store } = useStudio();
  const isClipping = clips(store);
  const data = useDrawn(() => {
    const marks = isClipping ? marksOf(store).filter(({ kind }) => kind === 'clip') : [];
    return normFigure(store.run.series.value, isClipping, marks);
  }, [isClipping]);
  return (
    <RunFigure
      data={data}
      about={{ kind: 'file', id: 'src/core/scan.ts' }}
      empty="How steep the loss is in all that is learned, drawn here while the arm learns."
    />
  );
}
