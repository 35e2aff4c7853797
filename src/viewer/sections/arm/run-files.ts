/** @file Run files on the page: one opens and plays, and its run goes on with the same bits; what the page holds of a run makes one. */
import { batch } from '@preact/signals';
import { AdjointError, SceneError } from '../../../errors.ts';
import { bundledRobots, bundledScenes } from '../../../platform/web/bundled-files.ts';
import type { MemberHistory } from '../../../optimize/iteration-values.ts';
import { portableStates } from '../../../run/portable-state.ts';
import { iterationsOf } from '../../../scene/parse.ts';
import { robotOf } from '../../../scene/robot.ts';
import { robotFileName } from '../../../scene/robot-file.ts';
import { robotChecksum, type SavedRun } from '../../../scene/saved-run.ts';
import { bundledRobot } from '../../studio/address/linked-scene.ts';
import { seriesOf, termColumn } from '../../studio/readings.ts';
import { measureColumn } from './column-names.ts';
import { Recording } from '../../studio/recording.ts';
import type { OpenExperiment } from '../../studio/opening.ts';
import type { Store } from '../../studio/store/store.ts';
import type { SeriesTable } from '../../../figures/series.ts';
import type { RobotFile } from './calls.ts';

/** The robot of a run: given with it, one of the page's own, or the one that is open, if it is the file that the run was made with. */
function robotFor(
  { scene, robot: { checksum } }: SavedRun,
  given: RobotFile | null,
  open: RobotFile | null,
): RobotFile {
  const { file } = robotOf(scene);
  const isOfRun = (robot: RobotFile): boolean => robotChecksum(robot.content) === checksum;
  const found = [given, bundledRobot(scene), open].find((robot) => robot !== null && isOfRun(robot));
  if (found) return found;
  const name = robotFileName(file);
  if (given || bundledRobots.has(name))
    throw new AdjointError(
      `${given?.name ?? name} is not the file that the run was made with; fix: open the run together with that file`,
    );
  throw new SceneError(
    '$.run.scene.robot',
    `"${file}"`,
    'a robot that is here',
    'open the run together with that robot file',
  );
}

/** Opens a run where it stopped. Throws an AdjointError where its robot is not here. */
export function openRunFile(
  { experiments, store, clocks }: OpenExperiment,
  run: SavedRun,
  given: RobotFile | null,
): void {
  const robot = robotFor(run, given, store.experiment.robot.value);
  const states = portableStates([run.state]);
  const sceneFile = `${run.scene.name}.json`;
  const load = { robot, scene: run.scene, startFrom: null, restarts: 1, states };
  experiments.openSaved(load, bundledScenes.has(sceneFile) && bundledRobot(run.scene) ? sceneFile : '', () => {
    batch(() => showRun(store, run));
    clocks.showMotion();
  });
}

function showRun({ run, cursor, experiment }: Store, { state, end, scene }: SavedRun): void {
  const { history, best } = state;
  const { value: loaded } = experiment.loaded;
  const series = seriesOf(loaded);
  pushHistory(series, history);
  const newest = series.last ?? -1;
  const at = best?.iteration ?? 0;
  const recording = new Recording();
  recording.push(at, best?.parameters ?? state.parameters);
  run.series.value = series;
  run.recording.value = recording;
  run.best.value = best?.iteration ?? -1;
  run.outcome.value = end && end.outcome !== 'interrupted' ? end : null;
  run.leg.value = { from: newest + 1, most: iterationsOf(scene) };
  run.phase.value = run.outcome.value ? 'done' : newest < 0 ? 'ready' : 'paused';
  cursor.k.value = at;
  run.revision.value++;
}

/** Every iteration that a history has kept. */
function pushHistory(series: SeriesTable, history: MemberHistory): void {
  const known = new Set(series.columns.map(({ id }) => id));
  const columns = Object.entries({
    loss: history.loss,
    gradientNorm: history.gradientNorm,
    clippedGradientNorm: history.clippedGradientNorm,
    stepSize: history.stepSize,
    ...named(history.measures, measureColumn),
    ...named(history.terms, termColumn),
  }).filter(([id]) => known.has(id));
  history.loss.forEach((_, row) => {
    const values = columns.map(([id, column]): [string, number] => [id, column[row]]);
    series.push(history.kept?.[row] ?? row, Object.fromEntries(values));
  });
}

const named = (columns: Readonly<Record<string, Float64Array>>, nameOf: (name: string) => string) =>
  Object.fromEntries(Object.entries(columns).map(([name, column]) => [nameOf(name), column]));

/** The history of the only run, where the page has kept every iteration of it; null elsewhere. */
export function historyOf({ run, experiment }: Store): MemberHistory | null {
  const { value: series } = run.series;
  const { value: loaded } = experiment.loaded;
  if (!loaded || loaded.restarts > 1 || series.last === null) return null;
  const count = series.last + 1;
  const whole = new Map<string, Float64Array>();
  for (const { id } of series.columns) {
    const { x, y } = series.line(id);
    if (x.length === count && x.every((k, i) => k === i)) whole.set(id, y.slice());
  }
  const ofNames = (names: readonly string[], idOf: (name: string) => string) =>
    names.map((name): [string, Float64Array | undefined] => [name, whole.get(idOf(name))]);
  const plain = ofNames(['loss', 'gradientNorm', 'clippedGradientNorm', 'stepSize'], (name) => name);
  const terms = ofNames(
    loaded.scene.costs.map(({ name }) => name),
    termColumn,
  );
  const measured = ofNames(
    loaded.measures.map(({ name }) => name),
    measureColumn,
  );
  const hasAll = [...plain, ...terms, ...measured].every(([, column]) => column !== undefined);
  const parts = {
    ...Object.fromEntries(plain),
    terms: Object.fromEntries(terms),
    measures: Object.fromEntries(measured),
  };
  return hasAll ? (parts as unknown as MemberHistory) : null;
}
