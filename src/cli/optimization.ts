/** @file What `reach` says of a job: a line of progress, and what the summary tells of many restarts. */
import type { End, JobResult, Progress } from '../run/job.ts';
import { formatLength, formatRate } from '../text/quantities.ts';

/** Gradients a second since the beginning; the first iteration is left out where there are others, as it compiles. */
export class Throughput {
  #begin = performance.now();
  #last = 0;
  #gradients = 0;
  #isWarm = false;
  perSecond = NaN;

  /** Takes note of how many gradients have been made so far. */
  update(made: number): void {
    const now = performance.now();
    this.#gradients += made - this.#last;
    this.#last = made;
    this.perSecond = (1000 * this.#gradients) / (now - this.#begin);
    if (this.#isWarm) return;
    this.#isWarm = true;
    this.#begin = now;
    this.#gradients = 0;
  }
}

const speed = (gradients: number, steps: number): string =>
  `${formatRate(gradients * steps, 'steps')}, ${formatRate(gradients, 'gradients')}`;

/** A line of progress; `steps` of a gradient. */
export function lineOf({ best, now, spread, diverged }: Progress, throughput: Throughput, steps: number): string {
  const shown = spread ? best : now;
  if (!shown) return 'diverged';
  const { loss, measures, gradientNorm } = shown;
  const own = `loss ${loss.toPrecision(4)}  error ${formatLength(measures.distance)}  |grad| ${gradientNorm.toExponential(2)}`;
  if (!spread) return own;
  const { lowest, highest } = spread.loss;
  const lost = diverged > 0 ? `  ${diverged} diverged` : '';
  return `${own}  losses ${lowest.toPrecision(3)} to ${highest.toPrecision(3)}${lost}  ${speed(throughput.perSecond, steps)}`;
}

/** The outcome in words. */
export const outcomeOf = ({ outcome, detail }: End): string =>
  outcome === 'reached' ? 'reached the tolerance' : detail;

export interface RestartsReport {
  readonly json: Readonly<Record<string, unknown>>;
  readonly rows: readonly (readonly [name: string, value: string])[];
}

/** What the summary says of restarts besides the best iteration, as JSON and for people. */
export function reportOf(
  { members, diverged, spread }: JobResult,
  bestMember: number,
  { perSecond }: Throughput,
  steps: number,
): RestartsReport {
  if (members === 1) return { json: {}, rows: [] };
  const losses = spread && [spread.loss.lowest, spread.loss.median, spread.loss.highest];
  const [lowest, median, highest] = losses ?? [];
  return {
    json: { restarts: { count: members, diverged, bestMember, losses: losses && { lowest, median, highest } } },
    rows: [
      ['restarts', `${members}, ${diverged} diverged; the best is number ${bestMember}`],
      ...(losses
        ? ([
            ['losses at the end', `${losses.map((loss) => loss.toPrecision(4)).join(', ')} (lowest, median, highest)`],
            ['speed', speed(perSecond, steps)],
          ] as const)
        : []),
    ],
  };
}
