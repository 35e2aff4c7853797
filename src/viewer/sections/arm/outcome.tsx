/** @file What the page is doing, in a sentence over the 3-D view: empty, loading, running, done, failed. */
import * as store from '../../studio/store.ts';
import { icons } from '../../panels/icons.tsx';
import { error, formatError, isDistance } from './error.ts';

type Tone = 'calm' | 'busy' | 'good' | 'bad';

interface Sentence {
  readonly tone: Tone;
  readonly text: string;
}

/** "2.30 mm from the target", "2.30 mm by the best of 64"; of another measure, its name. */
function distance(): string {
  if (error.value === null) return '';
  const { value: count } = store.restarts;
  const what = isDistance.value ? 'from the target' : (store.loaded.value?.measure?.name ?? '');
  return `${formatError(error.value)} ${count > 1 ? `by the best of ${count}` : what}`;
}

/** What has happened, and how far the goal is, where the scene measures something. */
const withDistance = (what: string, between: string): string =>
  error.value === null ? what : `${what}${between}${distance()}`;

function doneSentence(): Sentence {
  const { outcome, detail } = store.outcome.value ?? {};
  if (outcome === 'reached') return { tone: 'good', text: `Reached: ${distance()}` };
  const count = (store.iteration.value?.iteration ?? 0) + 1;
  if (outcome === 'converged')
    return { tone: 'calm', text: `${withDistance('Converged', ' ')}${detail ? ` (${detail})` : ''}` };
  return { tone: 'calm', text: withDistance(`${count} iterations done`, ': ') };
}

function runningText(): string {
  const { value: count } = store.restarts;
  if (!store.isCompiled.value) return count > 1 ? `Compiling ${count} restarts …` : 'Compiling the gradient …';
  return count > 1 ? `${count} restarts learn side by side` : 'Learning by gradients through the dynamics';
}

function sentence(): Sentence | null {
  switch (store.phase.value) {
    case 'loading':
      return { tone: 'busy', text: store.scene.value ? 'Building the experiment …' : 'Loading …' };
    case 'ready':
      return { tone: 'calm', text: store.target.value ? 'Optimize, or drag the target' : 'Optimize' };
    case 'running':
      return { tone: 'busy', text: runningText() };
    case 'stopping':
      return { tone: 'busy', text: 'Stopping …' };
    case 'paused':
      return { tone: 'calm', text: withDistance('Stopped', store.restarts.value > 1 ? ': ' : ': best so far ') };
    case 'done':
      return doneSentence();
    case 'failed': {
      if (store.outcome.value?.outcome === 'no-gradient')
        return { tone: 'bad', text: 'Cannot learn: no parameter moves the loss' };
      const all = store.restarts.value > 1 ? `All ${store.restarts.value} diverged` : 'Diverged';
      return { tone: 'bad', text: `${all}: the best parameters so far are kept` };
    }
  }
}

const toneIcon = { calm: null, busy: <i class="pulse" />, good: icons.check, bad: icons.warning } as const;

export function OutcomeChip() {
  const said = sentence();
  if (!said || (!store.scene.value && store.phase.value !== 'loading')) return null;
  return (
    <p class={`outcome ${said.tone}`} role="status">
      {toneIcon[said.tone]}
      <span>{said.text}</span>
      {store.diverged.value > 0 && store.phase.value !== 'failed' && (
        <span class="diverged">
          {store.diverged.value} of {store.restarts.value} diverged
        </span>
      )}
    </p>
  );
}
