/** @file Cause: a learning rate beyond what the curvature of the loss lets the method bear, or so far below it that nothing is learned. */
import { settingOf } from '../../../settings/kinds.ts';
import { counted } from '../../../text/counted.ts';
import { formatNumber } from '../../../text/quantities.ts';
import type { Evidence } from '../evidence.ts';
import { claimed, type Finding, type Remedy } from '../finding.ts';
import { leaps, progressOf } from '../progress.ts';
import type { Cause } from './cause.ts';

/** A run that comes down by so little does not learn, whatever its rate. */
const leastGain = 0.05;
/** One that comes down by more than this is under way, and by more than that has come to its end, fast as it may be. */
const [underWay, arrived] = [0.25, 0.9];
/** Times that the loss that is left may be that of a slower run, which is not to come as far: at first, and under way. */
const [mostLeft, mostLeftUnderWay] = [1.5, 4];
/** A run that raises the loss so far is too fast where curvature says so, or a slower one that comes down at first, wherever it ends. */
const raised = -0.5;
/** Parts of the learning rate that are tried, as far as curvature bears twice as much; else parts of what it bears. */
const parts = [0.1, 0.03, 0.01, 0.001] as const;
const partsBorne = [0.5, 0.1] as const;

/** Part of what curvature lets the method bear, and of the loss that a short run takes, below both of which a rate is too small. */
const [leastPart, leastTaken] = [1e-3, 0.01];
/** Higher rates to try, as parts of the stable one. */
const partsBelow = [0.5, 0.1, 0.01] as const;

/** A rate with which a run stays about where it is, by as little as it moves along the steepest curvature. */
function tooSlow({ run, bound }: Evidence, rate: number): Finding | null {
  const taken = progressOf(run);
  if (!bound || run.isDone || taken < 0 || taken >= leastTaken) return null;
  const part = (bound.rate * bound.curvature) / bound.edge;
  // where the loss is not curved upwards nothing says how long a step may be
  if (!(part > 0 && part < leastPart)) return null;
  const remedies = partsBelow.map((below): Remedy => {
    const higher = Number(((below * rate) / part).toPrecision(2));
    return { sentence: `a learning rate of ${higher}`, settings: [`method.learningRate=${higher}`] };
  });
  return claimed(
    'step-size',
    'hinders',
    { name: 'stable learning rate over its own', value: 1 / part },
    1 / leastPart,
    {
      sentence:
        `A learning rate of ${rate} is too small: the loss stays about as it is in ${counted(run.losses.length, 'iteration')}. ` +
        `The largest curvature, as the method scales it, is ${formatNumber(bound.curvature)}, and the rate is stable up to ${formatNumber(rate / part)}.`,
      remedies,
    },
  );
}

/** Lower rates to try, the highest first. `beyond`: the rate over the stable one, by curvature. */
function lowerRates(rate: number, beyond: number): number[] {
  const lower = parts.map((part) => part * rate).filter((value) => value * beyond <= partsBorne[0] * rate);
  return lower.length > 0 ? lower : partsBorne.map((part) => (part * rate) / beyond);
}

/** What is left of the loss over what a slower run leaves. */
const leftOver = (own: number, slow: number): number => (1 - own) / Math.max(1 - slow, Number.EPSILON);

/** Whether a run comes down at first, wherever it ends. */
const comesDown = (run: Evidence['slower']): boolean =>
  run?.losses.some((loss) => loss < (1 - leastGain) * run.losses[0]) ?? false;

/** Whether a run would come farther with a lower rate, or comes to no end at all. */
function isTooFast({ run, slower }: Evidence, own: number, slow: number, byCurvature: number): boolean {
  if (run.diverged) return true;
  if (own < raised && (byCurvature > 1 || comesDown(slower))) return true;
  if (slower && leaps(run) && !leaps(slower)) return slow > own;
  if (own <= leastGain) return slow > Math.max(0, own) + leastGain;
  return own < arrived && leftOver(own, slow) > (own < underWay ? mostLeft : mostLeftUnderWay);
}

export const stepSize: Cause = {
  name: 'step-size',
  title: 'Step size of the method',
  explains: ['non-smooth', 'noise-floor', 'flat-direction'],
  judge: (evidence) => {
    const { run, slower, bound, scene, gradientNoise } = evidence;
    const rate = settingOf<number>(scene.method, 'learningRate');
    // what runs of too few rollouts come to is the luck of the draw
    if (!slower || rate === undefined || (gradientNoise?.ratio ?? 0) > 1) return null;
    const [own, slow] = [progressOf(run), progressOf(slower)];
    const byCurvature = bound ? (bound.rate * bound.curvature) / bound.edge : 0;
    if (!isTooFast(evidence, own, slow, byCurvature)) return tooSlow(evidence, rate);
    const figure =
      byCurvature > 1
        ? { name: 'learning rate over the stable one', value: byCurvature }
        : { name: 'loss left, over that of a slower run', value: leftOver(own, slow) };
    const gone = run.diverged ? 'diverged' : own < 0 ? 'went up' : 'came down less than with a lower one';
    const edge =
      bound && bound.curvature > 0
        ? ` The largest curvature, as the method scales it, is ${formatNumber(bound.curvature)}, and the rate is stable up to ${formatNumber(bound.edge / bound.curvature)}.`
        : '';
    const remedies = lowerRates(rate, byCurvature).map((value): Remedy => {
      const lower = Number(value.toPrecision(2));
      return { sentence: `a learning rate of ${lower}`, settings: [`method.learningRate=${lower}`] };
    });
    return claimed('step-size', 'stops', figure, 1, {
      sentence: `A learning rate of ${rate} is too large: the loss ${gone} in ${counted(run.losses.length, 'iteration')}.${edge}`,
      remedies,
    });
  },
};
