/** @file The figures of a training as panels. */
import { settingOf, typeOf } from '../../../../settings/kinds.ts';
import { Heatmap } from '../../../plots/heatmap.tsx';
import { useStudio } from '../../../studio/studio.ts';
import type { Subject } from '../../notes/note-of.ts';
import { FigureActions } from '../figures/figure-actions.tsx';
import { marksOf, MeasurePanel, RunFigure, useDrawn } from '../figures/over-iterations.tsx';
import { useIterationCursor } from '../figures/shared-cursor.ts';
import { errorFigure, layersHeatmap, saturationFigure, successFigure } from './training-figures.ts';

const reverse: Subject = { kind: 'file', id: 'src/core/scan.ts' };

export function SuccessPanel() {
  const { store } = useStudio();
  const { run, experiment } = store;
  const [scene, training, best] = [experiment.scene.value, experiment.training.value, run.best.value];
  const data = useDrawn(() => {
    if (!scene || !training) return null;
    const marks = marksOf(store).filter(({ kind }) => kind === 'best');
    return successFigure(run.series.value, training, settingOf<number>(scene.method, 'until'), marks);
  }, [scene, training, best]);
  if (!data) return null;
  return (
    <RunFigure
      data={data}
      about={{ kind: 'method', id: scene ? typeOf(scene.method) : '' }}
      empty="How many of the starts and goals that the policy has not learned from succeed: drawn here while it learns."
    />
  );
}

export const ErrorPanel = () => (
  <MeasurePanel
    figure={errorFigure}
    empty={(title) => `${title}: the middle one and the worst of them, drawn here while the policy learns.`}
  />
);

export function SaturationPanel() {
  const { run, experiment } = useStudio().store;
  const { value: training } = experiment.training;
  const { value: scene } = experiment.scene;
  const data = useDrawn(() => training && saturationFigure(run.series.value, training), [training]);
  if (!data) return null;
  return (
    <RunFigure
      data={data}
      about={{ kind: 'controller', id: scene ? typeOf(scene.controller) : '' }}
      empty="How many units of each hidden layer hardly move any more, and how often a drive gives all it can: drawn here while the policy learns."
    />
  );
}

export function LayersPanel() {
  const { run, experiment, shown } = useStudio().store;
  const { value: training } = experiment.training;
  const { cursor, onCursor } = useIterationCursor();
  const data = useDrawn(() => training && layersHeatmap(run.series.value, training), [training]);
  if (!data) return null;
  return (
    <div class="figure-panel" data-k={shown.look.value?.k}>
      <Heatmap
        {...data}
        cursor={cursor}
        onCursor={onCursor}
        generation={0}
        reducedMotion
        empty="How steep the loss is in every layer, iteration by iteration: drawn here while the policy learns."
        actions={<FigureActions data={data} about={reverse} />}
      />
    </div>
  );
}
