/** @file What belongs together in a run file does: lists that do not would fail in the middle of a run. */
import { sizeOf } from '../core/shape.ts';
import { SceneError } from '../errors.ts';
import type { RunBody } from './run-body.ts';

const edited = 'the file was edited: use an earlier one';

function requireCount(path: string, found: number, expected: number): void {
  if (found !== expected) throw new SceneError(`$.run.${path}`, `${found} numbers`, `${expected} numbers`, edited);
}

function refuse(path: string, found: unknown, expected: string): never {
  throw new SceneError(`$.run.${path}`, String(found), expected, edited);
}

const placeOf = (path: string, name: string): string => `${path}[${JSON.stringify(name)}]`;

/** Refuses what does not belong together. */
export function checkRun(run: RunBody): void {
  checkTensors('parameters', run.parameters);
  checkTensors('method', run.method);
  checkHistory(run.history);
  checkBest(run);
  if (run.member && run.member.index >= run.member.of)
    refuse('member.index', run.member.index, `below ${run.member.of}`);
  checkTrajectory(run.trajectory);
}

function checkTensors(path: string, tensors: RunBody['parameters']): void {
  const names = new Set<string>();
  tensors.forEach(({ name, shape, values }, i) => {
    if (names.has(name)) refuse(`${path}[${i}].name`, `"${name}" twice`, 'each name once');
    names.add(name);
    requireCount(`${path}[${i}].values`, values.length, sizeOf(shape));
  });
}

function checkHistory(history: RunBody['history']): void {
  const { iterations, kept, terms, measures, ...columns } = history;
  checkKept(history);
  const rows = kept?.length ?? iterations;
  for (const [name, { length }] of Object.entries(columns)) requireCount(`history.${name}`, length, rows);
  // a step that was refused has none, and moved nothing
  const wrong = columns.loss.findIndex((loss, row) => loss === null && columns.stepSize[row] !== 0);
  if (wrong >= 0) refuse(`history.loss[${wrong}]`, null, 'a number');
  for (const [kind, named] of Object.entries({ terms, measures }))
    for (const [name, { length }] of Object.entries(named))
      requireCount(placeOf(`history.${kind}`, name), length, rows);
}

/** Iterations that were kept begin with the first and end with the last. */
function checkKept({ iterations, kept }: RunBody['history']): void {
  kept?.forEach((iteration, row) => {
    const isNext = row === 0 ? iteration === 0 : iteration > kept[row - 1];
    if (!isNext) refuse(`history.kept[${row}]`, iteration, row === 0 ? '0' : `more than ${kept[row - 1]}`);
  });
  if (kept && kept.at(-1) !== iterations - 1)
    refuse('history.kept', kept.at(-1) ?? 'none', `iterations up to ${iterations - 1}`);
}

function checkBest({ best, history, parameters }: RunBody): void {
  if (!best) {
    if (history.iterations > 0) refuse('best', null, 'the best of the iterations');
    return;
  }
  const { iteration } = best;
  if (iteration >= history.iterations) refuse('best.iteration', iteration, `an iteration below ${history.iterations}`);
  const row = history.kept ? history.kept.indexOf(iteration) : iteration;
  if (row < 0) refuse('best.iteration', iteration, 'an iteration that was kept');
  if (best.loss !== history.loss[row]) refuse('best.loss', best.loss, `${history.loss[row]}, as in the history`);
  const names = Object.keys(history.measures);
  if (Object.keys(best.measures).length !== names.length)
    refuse('best.measures', Object.keys(best.measures), names.join());
  for (const name of names)
    if (best.measures[name] !== history.measures[name][row])
      refuse(placeOf('best.measures', name), best.measures[name], `${history.measures[name][row]}, as in the history`);
  checkTensors('best.parameters', best.parameters);
  const kind = (tensors: RunBody['parameters']): string =>
    JSON.stringify(tensors.map(({ name, shape }) => [name, shape]));
  if (kind(best.parameters) !== kind(parameters)) refuse('best.parameters', kind(best.parameters), kind(parameters));
}

function checkTrajectory(trajectory: RunBody['trajectory']): void {
  if (!trajectory) return;
  const { steps, nq, nv, q, v, tau, links } = trajectory;
  requireCount('trajectory.q', q.length, (steps + 1) * nq);
  requireCount('trajectory.v', v.length, (steps + 1) * nv);
  requireCount('trajectory.tau', tau.length, steps * nv);
  for (const { name, values } of links) requireCount(placeOf('trajectory.links', name), values.length, steps * 3);
}
