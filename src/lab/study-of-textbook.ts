/** @file The study of a textbook landscape. */
import { compile } from '../core/compile.ts';
import { valueAndGrad } from '../core/derivative/functions.ts';
import { combinePairwise } from '../core/pairwise.ts';
import { ParameterLayout } from '../core/parameters.ts';
import type { PopulationTensor } from '../core/population-tensor.ts';
import type { Tree } from '../core/tree.ts';
import { landscapeKinds } from '../learning/landscapes/kinds.ts';
import type { Comparison, Textbook } from '../learning/landscapes/textbook.ts';
import { lossLandscape } from '../learning/loss-landscape.ts';
import type { Objective } from '../optimize/method.ts';
import type { PopulationRunner } from '../parallel/population-runner.ts';
import { made } from '../scene/assemble-task.ts';
import type { Chosen } from '../settings/kinds.ts';
import { groupsOf } from './groups.ts';
import type { LabFile } from './schema.ts';
import type { StudiedComparison, Study } from './study.ts';

/** The study of an experiment file with a textbook landscape. Throws a SceneError where its settings do not fit. */
export function studyOfTextbook(file: LabFile & { readonly landscape: Chosen }, runner: PopulationRunner): Study {
  const textbook = made('$.landscape', () => landscapeKinds.make(file.landscape, null));
  const landscape = lossLandscape(textbook, runner);
  const { view, known, comparisons = null } = textbook;
  const { name, title, about = '', seed, compare: methods, iterations, lab } = file;
  return {
    name,
    title,
    about,
    seed,
    landscape,
    start: landscape.start,
    found: null,
    methods,
    iterations,
    lab,
    objective: objectiveOf(textbook),
    axisOf: (index) => {
      const place = view.parameters.indexOf(index);
      return place >= 0 ? view.axes[place] : { label: landscape.layout.nameOf(index), unit: '' };
    },
    unit: '',
    groups: groupsOf(landscape.layout),
    comparisons: comparisons && (() => comparisons().map((one) => studied(one, runner))),
    view,
    known,
    arm: null,
    textbook: file.landscape,
  };
}

function studied({ title, loss, starts }: Comparison, runner: PopulationRunner): StudiedComparison {
  const landscape = lossLandscape(loss, runner);
  const points = (trees: readonly Tree[]) => trees.map((tree) => landscape.layout.toVector(tree));
  return { title, landscape, starts: starts.map((start) => ({ title: start.title, points: points(start.points) })) };
}

/** Loss and gradient of a textbook landscape, the mean of its examples; compiled when they are first asked for. */
function objectiveOf({ start, loss, given }: Textbook): Objective {
  const layout = new ParameterLayout(start);
  let compiled: ((x: never) => { readonly value: PopulationTensor; readonly gradient: Tree }) | undefined;
  return (x) => {
    compiled ??= compile((at: Tree) => valueAndGrad<Tree, []>((y) => loss(y, given))(at), [start]);
    const { value, gradient } = compiled(layout.fromVector(x) as never);
    // an example is a member, and the gradient of a shared number their sum
    const { data, population } = value;
    const mean = (sum: number): number => sum / population;
    return {
      loss: mean(combinePairwise(Array.from(data), (a, b) => a + b)),
      gradient: layout.toVector(gradient).map(mean),
    };
  };
}
