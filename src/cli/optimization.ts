/** @file What `reach` drives to its end: one run, or many restarts of which the best is kept. */
import type { Iteration, Run, RunState } from '../run/run.ts';
import { Restarts, type RestartsIteration } from '../run/restarts.ts';
import type { PopulationExperiment } from '../scene/assemble.ts';
import { formatLength, formatRate } from '../text/quantities.ts';

export interface Optimization {
  /** What is written: the state of the run, or of the best restart. */
  readonly state: RunState;
  readonly iteration: number;
  /** Why there is no further step, where there is none. */
  readonly finished: string | undefined;
  /** Whether the gradient was exactly 0 where it began. */
  readonly isFlat: boolean;
  /** One iteration; returns what a line of progress says of it. Rejects with the signal's reason as soon as it is aborted. */
  readonly step: (signal: AbortSignal) => Promise<string>;
  /** What the summary says besides the best iteration, as JSON and for people. */
  readonly report: () => OptimizationReport;
}

export interface OptimizationReport {
  readonly json: Readonly<Record<string, unknown>>;
  readonly rows: readonly (readonly [name: string, value: string])[];
}

const describe = ({ loss, endEffectorError, gradientNorm }: Iteration): string =>
  `loss ${loss.toPrecision(4)}  error ${formatLength(endEffectorError)}  |grad| ${gradientNorm.toExponential(2)}`;

/** One run. */
export function optimizeOne(run: Run): Optimization {
  return {
    get state() {
      return run.state;
    },
    get iteration() {
      return run.iteration;
    },
    get finished() {
      return run.state.finished;
    },
    get isFlat() {
      return run.state.history[0]?.gradientNorm === 0;
    },
    step: async () => describe(run.step()),
    report: () => ({ json: {}, rows: [] }),
  };
}

/** Gradients a second since the beginning; the first iteration is left out where there are others, as it compiles. */
class Throughput {
  #begin = performance.now();
  #gradients = 0;
  #isWarm = false;

  /** Takes note of gradients that have just been made. */
  add(gradients: number): number {
    const now = performance.now();
    this.#gradients += gradients;
    const perSecond = (1000 * this.#gradients) / (now - this.#begin);
    if (!this.#isWarm) {
      this.#isWarm = true;
      this.#begin = now;
      this.#gradients = 0;
    }
    return perSecond;
  }
}

/** Lowest, median and highest of the numbers that are finite. */
function spreadOf(values: Float64Array): {
  readonly lowest: number;
  readonly median: number;
  readonly highest: number;
} {
  const sorted = values.filter(Number.isFinite).sort();
  return { lowest: sorted[0], median: sorted[sorted.length >> 1], highest: sorted[sorted.length - 1] };
}

/** All starts of an experiment at once, each of `steps` steps. */
export function optimizeRestarts(experiment: PopulationExperiment, steps: number): Optimization {
  const count = experiment.starts.length;
  const restarts = new Restarts(experiment);
  const throughput = new Throughput();
  let last: RestartsIteration | undefined;
  let gradientsPerSecond = NaN;
  return {
    get state() {
      return restarts.states[restarts.bestMember];
    },
    get iteration() {
      return restarts.iteration;
    },
    get finished() {
      return restarts.isFinished
        ? `no restart can go on; the best: ${restarts.stopped.get(restarts.bestMember)}`
        : undefined;
    },
    get isFlat() {
      return restarts.states.every(({ history }) => history[0]?.gradientNorm === 0);
    },
    step: async (signal) => {
      const going = count - restarts.stopped.size;
      last = await restarts.step({ signal });
      gradientsPerSecond = throughput.add(going);
      const { lowest, highest } = spreadOf(last.losses);
      const diverged = restarts.diverged.size > 0 ? `  ${restarts.diverged.size} diverged` : '';
      return (
        `${describe(last.best)}  losses ${lowest.toPrecision(3)} to ${highest.toPrecision(3)}${diverged}  ` +
        `${formatRate(gradientsPerSecond * steps, 'steps')}, ${formatRate(gradientsPerSecond, 'gradients')}`
      );
    },
    report: () => {
      const { lowest, median, highest } = spreadOf(last?.losses ?? new Float64Array());
      const { size: diverged } = restarts.diverged;
      const member = restarts.bestMember;
      const losses = last && { lowest, median, highest };
      return {
        json: { restarts: { count, diverged, bestMember: member, losses: losses ?? null } },
        rows: [
          ['restarts', `${count}, ${diverged} diverged; the best is number ${member}`],
          ...(losses
            ? ([
                [
                  'losses at the end',
                  [lowest, median, highest].map((loss) => loss.toPrecision(4)).join(', ') +
                    ' (lowest, median, highest)',
                ],
                [
                  'speed',
                  `${formatRate(gradientsPerSecond * steps, 'steps')}, ${formatRate(gradientsPerSecond, 'gradients')}`,
                ],
              ] as const)
            : []),
        ],
      };
    },
  };
}
