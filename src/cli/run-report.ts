/** @file What `run` says of a job: a line of progress, and the summary, for people and as JSON. */
import type { End, Job, JobResult, MemberIteration, PlanningProgress, Progress } from '../run/job.ts';
import type { CheckedMotion } from '../scene/checked-motion.ts';
import type { Task } from '../task/task.ts';
import { oneLine } from '../text/printable.ts';
import { formatQuantity, formatRate } from '../text/quantities.ts';
import { planRows, planWords } from './plan-report.ts';

/** Gradients a second since the beginning; the first iteration is left out where there are others, as it compiles. */
export class Throughput {
  readonly #now: () => number;
  #begin: number;
  #last = 0;
  #gradients = 0;
  #isWarm = false;
  perSecond = NaN;

  /** `now`: clock, ms. */
  constructor(now: () => number) {
    this.#now = now;
    this.#begin = now();
  }

  /** Takes note of how many gradients have been made so far. */
  update(made: number): void {
    const now = this.#now();
    this.#gradients += made - this.#last;
    this.#last = made;
    this.perSecond = (1000 * this.#gradients) / (now - this.#begin);
    if (this.#isWarm) return;
    this.#isWarm = true;
    this.#begin = now;
    this.#gradients = 0;
  }
}

/** What is reported, and how it is measured. */
export interface Reported {
  readonly task: Task;
  readonly steps: number;
  /** Why its goals can never be met, where that is known. */
  readonly hopeless: readonly string[];
  readonly throughput: Throughput;
  /** Where a planning stands. */
  planning?: PlanningProgress | undefined;
  /** What the plan keeps between its steps. */
  checked?: CheckedMotion;
}

const speed = ({ throughput: { perSecond }, steps }: Reported): string =>
  `${formatRate(perSecond * steps, 'steps')}, ${formatRate(perSecond, 'gradients')}`;

/** Measures by name, each with its unit. */
const measured = ({ measures }: MemberIteration, task: Task): [name: string, value: string][] =>
  Object.entries(measures).map(([name, value]) => [name, formatQuantity(value, task.measures[name].residual.unit)]);

/** A line of progress. */
export function lineOf({ best, now, spread, diverged, planning }: Progress, reported: Reported): string {
  const shown = spread ? best : now;
  if (!shown) return 'diverged';
  const { loss, gradientNorm } = shown;
  const own = [
    `loss ${loss.toPrecision(4)}`,
    ...measured(shown, reported.task).map((pair) => pair.join(' ')),
    ...(planning ? planWords(planning) : [`|grad| ${gradientNorm.toExponential(2)}`]),
  ].join('  ');
  if (!spread) return own;
  const { lowest, highest } = spread.loss;
  const lost = diverged > 0 ? `  ${diverged} diverged` : '';
  return `${own}  losses ${lowest.toPrecision(3)} to ${highest.toPrecision(3)}${lost}  ${speed(reported)}`;
}

/** "reached" is said of what reached; nothing is, where the scene does not say what success is. */
function verdict({ best, reached }: JobResult, { task: { success, measures }, hopeless }: Reported): string {
  const reasons = reached ? '' : hopeless.map(oneLine).join('; ');
  if (!best || !success) return reasons && `${reasons}\n`;
  const { unit } = measures[success.measure].residual;
  const [found, below] = [best.measures[success.measure], success.below].map((value) => formatQuantity(value, unit));
  const also = [
    success.speed === undefined ? '' : `, at a speed below ${success.speed} rad/s`,
    success.hold === undefined ? '' : `, for ${success.hold} s`,
  ].join('');
  return `${reached ? 'reached' : 'not reached'}: ${success.measure} ${found} (success: below ${below}${also})${reasons && `; ${reasons}`}\n`;
}

/** The summary as JSON. */
export function summaryJson(
  job: Job,
  end: End,
  { task, hopeless, planning, checked }: Reported,
  scene: string,
  runFile: string,
): object {
  const { best, iterations, reached, members, diverged, spread } = job.result();
  const { lowest, median, highest } = spread?.loss ?? {};
  return {
    scene,
    outcome: end.outcome,
    detail: end.detail,
    reached: task.success ? reached : null,
    ...(!reached && hopeless.length > 0 && { hopeless }),
    iterations,
    bestIteration: best?.iteration ?? null,
    loss: best?.loss ?? null,
    terms: best?.terms ?? null,
    measures: best?.measures ?? null,
    gradientNorm: best?.gradientNorm ?? null,
    ...(planning && { planning, ...(checked && { checked }) }),
    ...(members > 1 && {
      restarts: {
        count: members,
        diverged,
        bestMember: best?.member ?? null,
        losses: spread && { lowest, median, highest },
      },
    }),
    runFile,
  };
}

/** The summary for people: names and values, and whether the scene's success was met. */
export function summaryRows(
  job: Job,
  end: End,
  reported: Reported,
  runFile: string,
): { readonly rows: readonly (readonly [name: string, value: string])[]; readonly verdict: string } {
  const result = job.result();
  const { best, iterations } = result;
  return {
    rows: [
      ['outcome', end.outcome === 'reached' ? 'reached' : end.detail],
      ['iterations', String(iterations)],
      ...restartRows(result, reported),
      ['loss', best ? best.loss.toPrecision(6) : 'none'],
      ...(best ? measured(best, reported.task) : []),
      ...planRows(reported),
      ['gradient norm', best ? best.gradientNorm.toExponential(3) : 'none'],
      ['run file', runFile],
    ],
    verdict: verdict(result, reported),
  };
}

function restartRows({ members, diverged, best, spread }: JobResult, reported: Reported): [string, string][] {
  if (members === 1) return [];
  const whose = best ? `; the best is number ${best.member}` : '';
  const own: [string, string] = ['restarts', `${members}, ${diverged} diverged${whose}`];
  if (!spread) return [own];
  const { lowest, median, highest } = spread.loss;
  const losses = [lowest, median, highest].map((loss) => loss.toPrecision(4)).join(', ');
  return [own, ['losses at the end', `${losses} (lowest, median, highest)`], ['speed', speed(reported)]];
}
