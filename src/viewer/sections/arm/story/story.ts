/** @file What the story card says: a verdict in figures, and one sentence of what is seen, for every state of the room. */
import { formatNumber, formatQuantity } from '../../../../text/quantities.ts';
import type { Verdict } from '../main-measure.ts';
import { percent } from '../../../../train/training.ts';
import type { Story, StoryPart, StoryState, Tone, TrainingState } from './story-parts.ts';
import { afterTraining, beforeTraining, trainedSoFar, whileTraining } from './training-sentences.ts';
import { beforeRun, compiling, ended, failed, lookingBack, replaying, running } from './sentences.ts';

/** Whether another iteration is shown than the one that the run is judged by. */
const isLookingBack = ({ k, best, newest, isReplaying }: StoryState): boolean =>
  isReplaying || (newest > 0 && k !== newest && k !== best);

/** Whether what is shown is what a run has come to. */
const isJudged = (state: StoryState): boolean =>
  ['done', 'paused', 'failed'].includes(state.phase) && !isLookingBack(state);

/** "0.90 mm from the target", "0.90 mm by the best of 64"; of another measure, its name. */
function distanceOf({ restarts }: StoryState, { value, unit, isDistance, name }: Verdict): string {
  const figure = formatQuantity(value, unit);
  if (restarts > 1) return `${figure} by the best of ${restarts}`;
  return isDistance ? `${figure} from the target` : `${figure} ${name}`;
}

/** What is short of success, after a run: "tolerance 2 mm not met". */
function shortfall({ value, unit, tolerance, alsoAsks }: Verdict): string {
  if (!(value < tolerance!)) return `tolerance ${withoutZeros(formatQuantity(tolerance!, unit))} not met`;
  return alsoAsks === 'rest' ? 'but not at rest' : 'but not held long enough';
}

/** "2 mm" for "2.00 mm". */
const withoutZeros = (quantity: string): string =>
  quantity.replace(/\.(\d*?)0+(?=\D|$)/, (_, kept: string) => (kept ? `.${kept}` : ''));

/** From this part of the validation on, a policy has learned its task. */
const learned = 0.9;

const successOf = (success: number): Pick<Story, 'headline' | 'tone'> => ({
  headline: `${percent(success)} of goals reached`,
  tone: success >= learned ? 'good' : 'calm',
});

function headlineOf(state: StoryState): Pick<Story, 'headline' | 'tone'> {
  const { verdict, loss, phase, training } = state;
  if (training !== null && training.success !== null) return successOf(training.success);
  if (!verdict) {
    if (loss === null) return { headline: phase === 'failed' ? 'Nothing is open' : 'Opening', tone: 'busy' };
    return { headline: `Loss ${formatNumber(loss)}`, tone: 'calm' };
  }
  if (!Number.isFinite(verdict.value)) return { headline: 'No longer finite', tone: 'bad' };
  const distance = distanceOf(state, verdict);
  if (verdict.isReached) return { headline: `Reached: ${distance}`, tone: 'good' };
  if (!isJudged(state) || verdict.tolerance === null) return { headline: distance, tone: 'calm' };
  const figure = state.restarts > 1 ? distance : formatQuantity(verdict.value, verdict.unit);
  return { headline: `${figure}, ${shortfall(verdict)}`, tone: 'warn' };
}

function sentenceOf(state: StoryState): readonly StoryPart[] {
  const { phase, isReplaying, isCompiled, newest, training } = state;
  if (phase === 'loading')
    return [state.loss === null ? 'The robot and its scene are being read.' : 'The experiment is being built.'];
  if (phase === 'stopping') return ['Stopping after this iteration.'];
  if (isReplaying) return replaying(state);
  if (phase === 'running' && !isCompiled) return compiling(state);
  if (phase === 'failed') return failed(state);
  if (training) return trainingSentence({ ...state, training });
  if (phase === 'running') return running(state);
  if (newest < 0) return beforeRun(state);
  return isLookingBack(state) ? lookingBack(state) : ended(state);
}

function trainingSentence(state: StoryState & { readonly training: TrainingState }): readonly StoryPart[] {
  if (state.phase === 'running') return whileTraining(state);
  if (state.newest < 0) return beforeTraining(state);
  return isLookingBack(state) ? trainedSoFar(state) : afterTraining(state);
}

/** Tone of the state where the headline has none of its own. */
function toneOf({ phase, isReplaying }: StoryState, own: Tone): Tone {
  if (phase === 'failed') return 'bad';
  if (own !== 'calm') return own;
  return phase === 'loading' || phase === 'running' || phase === 'stopping' || isReplaying ? 'busy' : 'calm';
}

/** The story of a state. Figures come from the iteration that is shown. */
export function storyOf(state: StoryState): Story {
  const { headline, tone } = headlineOf(state);
  return { headline, tone: toneOf(state, tone), parts: sentenceOf(state) };
}

/** All that there is room for on a small screen: "338 mm", "Reached: 0.90 mm". */
export function shortVerdict({ verdict, loss, training }: StoryState): string | null {
  if (training !== null && training.success !== null) return `${percent(training.success)} succeed`;
  if (!verdict) return loss === null ? null : `Loss ${formatNumber(loss)}`;
  const figure = formatQuantity(verdict.value, verdict.unit);
  return verdict.isReached ? `Reached: ${figure}` : `${figure} ${verdict.isDistance ? 'away' : ''}`.trim();
}
