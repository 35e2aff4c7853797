/** @file What is marked on the two clocks: on t what happens in the motion, on k what happened while learning. */
import { independentJoints } from '../../../robot/independent-joints.ts';
import type { RobotModel } from '../../../robot/model.ts';
import { formatNumber } from '../../../text/quantities.ts';
import type { FigureMark } from '../../../figures/figure-data.ts';
import type { SeriesTable } from '../../../figures/series.ts';
import type { RunEvent } from '../../studio/store/run.ts';
import { atLimit } from './at-limit.ts';
import type { Look } from './calls.ts';
import { jointLabels } from './joint-labels.ts';
import { largestPush, unitOf, type WithCostates } from './push.ts';

/** Something that happens in a motion. */
export interface TimeEvent {
  /** s. */
  readonly t: number;
  readonly kind: 'limit' | 'largest';
  /** Name of the joint that it happens to. */
  readonly joint: string;
  /** In words, with its figures. */
  readonly label: string;
}

/** A motion with the forces of its drives and its costates. */
type Moved = WithCostates & Pick<Look, 'tau' | 'motion'>;

/** The first instant at which each drive is at its limit. */
function limitEvents({ tau, motion: { dt } }: Moved, model: RobotModel): TimeEvent[] {
  const labels = jointLabels(model);
  const steps = tau.length / model.nv;
  return independentJoints(model).flatMap(({ name, vIndex, limits: { effort } }) => {
    if (!Number.isFinite(effort) || effort === 0) return [];
    for (let step = 0; step < steps; step++)
      if (Math.abs(tau[step * model.nv + vIndex]) >= atLimit * effort) {
        const label = `${labels.get(name)} reaches its limit of ${formatNumber(effort)} ${unitOf('tau', model)}`;
        return [{ t: step * dt, kind: 'limit' as const, joint: name, label }];
      }
    return [];
  });
}

/** Where a push would change the loss most; none where no push does. */
function largestEvent(look: Moved, model: RobotModel): TimeEvent[] {
  const largest = largestPush(look, model.nv);
  if (!largest) return [];
  const joint = independentJoints(model)[largest.joint].name;
  const figure = `${formatNumber(largest.value)} per ${unitOf('tau', model)}`;
  const label = `largest gradient: ${jointLabels(model).get(joint)}, ${figure}`;
  return [{ t: largest.t, kind: 'largest', joint, label }];
}

/** Events of a motion in the order of time. */
export const timeEvents = (look: Moved, model: RobotModel): TimeEvent[] =>
  [...limitEvents(look, model), ...largestEvent(look, model)].sort((a, b) => a.t - b.t);

/** What of a run is marked on the iterations. */
export interface IterationSource {
  readonly series: SeriesTable;
  /** -1 before any. */
  readonly best: number;
  readonly events: readonly RunEvent[];
  /** Whether the step size is one that a person has set, or its schedule; what a line search finds is no event. */
  readonly hasSchedule: boolean;
}

/** Change of the step size from one iteration to the next that is a jump and no schedule. */
const jump = 1.5;

/** Marks on the iterations: the best one, clipped gradients, losses that are not finite, jumps of the step size, changed settings. */
export function iterationEvents({ series, best, events, hasSchedule }: IterationSource): FigureMark[] {
  if (series.last === null || series.last < 0) return [];
  return [
    ...clips(series),
    ...notFinite(series),
    ...(hasSchedule ? jumps(series) : []),
    ...events.map(({ k, label }): FigureMark => ({ x: k, kind: 'step', label })),
    ...(best >= 0 ? [{ x: best, kind: 'best', label: `best: iteration ${best}` } as const] : []),
  ];
}

function clips(series: SeriesTable): FigureMark[] {
  const { x, y: norm } = series.line('gradientNorm');
  return Array.from(x).flatMap((k, i): FigureMark[] => {
    const clipped = series.at('clippedGradientNorm', k);
    const isClipped = clipped?.k === k && clipped.value < norm[i];
    return isClipped ? [{ x: k, kind: 'clip', label: `gradient clipped from ${formatNumber(norm[i])}` }] : [];
  });
}

function notFinite(series: SeriesTable): FigureMark[] {
  const { x, y } = series.line('loss');
  return Array.from(x).flatMap((k, i): FigureMark[] =>
    Number.isFinite(y[i]) ? [] : [{ x: k, kind: 'nan', label: 'loss not finite' }],
  );
}

function jumps(series: SeriesTable): FigureMark[] {
  const { x, y } = series.line('stepSize');
  return Array.from(x).flatMap((k, i): FigureMark[] => {
    if (i === 0 || y[i] === 0 || y[i - 1] === 0) return [];
    const ratio = y[i] / y[i - 1];
    const isJump = Math.max(ratio, 1 / ratio) > jump;
    return isJump ? [{ x: k, kind: 'step', label: `step size ${formatNumber(y[i])}` }] : [];
  });
}
