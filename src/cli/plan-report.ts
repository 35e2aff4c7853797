/** @file What `run` says of a plan: a line of progress, and what it keeps, by link, obstacle and time. */
import type { PlanningProgress } from '../run/job.ts';
import type { CheckedMotion } from '../scene/checked-motion.ts';
import { oneLine } from '../text/printable.ts';
import { formatNumber, formatQuantity } from '../text/quantities.ts';

/** What is known of a plan at its end. */
interface Said {
  readonly planning?: PlanningProgress | undefined;
  readonly checked?: CheckedMotion;
}

interface Kept extends Pick<CheckedMotion[number], 'term' | 'what' | 'time' | 'unit'> {
  readonly excess: number;
}

type Row = [name: string, value: string];

/** What a line of progress says of a plan. */
export const planWords = ({ stepLength, expected, gap, starts, ended }: PlanningProgress): string[] => [
  `step ${stepLength.toPrecision(2)}`,
  `promised ${expected.toExponential(1)}`,
  ...(gap > 0 ? [`gap ${gap.toExponential(1)}`] : []),
  ...(starts > 1 ? [`${ended} of ${starts} starts done`] : []),
];

/** The largest violation of what a plan shall keep, in words; none where nothing is limited. */
function violationRows({ planning, checked = [] }: Said): Row[] {
  if (!planning?.violation) return [];
  const { term, what, entry, time, excess, unit } = planning.violation;
  const between = checked.map(({ value, ...at }) => keptRow({ ...at, excess: value }));
  return checked.length > 0 ? between : [keptRow({ term, what: what ?? `entry ${entry}`, time, excess, unit })];
}

/** The closest that a motion comes to a limit, or the farthest beyond it. */
function keptRow({ term, what, time, excess, unit }: Kept): Row {
  const words = excess > 0 ? `${formatQuantity(excess, unit)} beyond` : `kept, ${formatQuantity(-excess, unit)} left`;
  return [oneLine(term), `${words} (${oneLine(what)}, at ${time.toPrecision(4)} s)`];
}

/** How plans that were made again and again went; nothing of those that were made once. */
function controlRows({ planning }: Said): Row[] {
  if (!planning?.control) return [];
  const { age, took } = planning.control;
  const times = took && `${took.median.toPrecision(3)} ms each, 99 of 100 below ${took.high.toPrecision(3)} ms`;
  return [
    ...(times ? [['plans', times] as Row] : []),
    ['oldest plan', `${formatNumber(1000 * age)} ms, of those that were followed`],
  ];
}

/** Rows of the summary; none of what is no plan. */
export const planRows = (said: Said): Row[] => [...violationRows(said), ...controlRows(said)];
