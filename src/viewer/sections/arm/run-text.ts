/** @file The run's file in the worker: all that the job holds, and of the iterations what the page has kept. */
import { madeIn, type MemberHistory } from '../../../optimize/iteration-values.ts';
import type { Experiment } from '../../../scene/experiment.ts';
import { robotChecksum, writeRunText } from '../../../scene/saved-run.ts';
import type { RobotFile, RunTextRequest } from './calls.ts';
import type { Work } from './work.ts';

const namesOf = ({ terms, measures }: MemberHistory): string =>
  JSON.stringify([Object.keys(terms).sort(), Object.keys(measures).sort()]);

/** Whether the page's history is of this run: as many iterations of the same numbers, and those that the job has kept with the same bits. */
function isOf(history: MemberHistory, own: MemberHistory): boolean {
  const rows = own.kept ?? own.loss.map((_, row) => row);
  const isSame = [...rows].every((k, row) => Object.is(history.loss[k], own.loss[row]));
  return isSame && history.loss.length === madeIn(own) && namesOf(history) === namesOf(own);
}

export function runText(experiment: Experiment, robot: RobotFile, job: Work['job'], request: RunTextRequest): string {
  const { history, end } = request;
  const own = job.state.history;
  const whole = history && job.members === 1 && isOf(history, own) ? { history } : {};
  return writeRunText(experiment, robotChecksum(robot.content), job, { end, ...whole });
}
