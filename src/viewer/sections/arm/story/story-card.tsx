/** @file The story card over the 3-D view: the verdict in figures, one sentence of what is seen, and what can be done about it. */
import { useComputed } from '@preact/signals';
import { icons } from '../../../panels/icons.tsx';
import { type Studio, useStudio } from '../../../studio/studio.ts';
import { NoteLink } from '../../notes/note-link.tsx';
import { remedyOf } from './remedy.ts';
import { StoryHead } from './story-head.tsx';
import { storyStateOf } from './story-state.ts';
import type { Story, StoryAction, StoryPart, Tone } from './story-parts.ts';
import { storyOf } from './story.ts';
import { subjectOf } from './subjects.ts';

const tagline =
  'Adjoint computes how every motor torque at every instant changes the result, exactly, and learns from it.';

const toneIcon: Readonly<Record<Tone, preact.ComponentChild>> = {
  calm: null,
  busy: <i class="pulse" />,
  good: icons.check,
  warn: null,
  bad: icons.warning,
};

function act({ store, session }: Studio, action: StoryAction): void {
  if (action === 'skip') session.clocks.skip();
  else if (action === 'crowd') store.view.layers.value = [...store.view.layers.value, 'crowd'];
  else if (action === 'rings') store.view.layers.value = [...store.view.layers.value, 'rings'];
  else remedyOf(store)?.take(session);
}

function Part({ part }: { readonly part: StoryPart }) {
  const studio = useStudio();
  const { store } = studio;
  if (typeof part === 'string') return <>{part}</>;
  if ('sign' in part) return <b class={part.sign}>{part.text}</b>;
  if ('action' in part)
    return (
      <button type="button" class="secondary story-action" onClick={() => act(studio, part.action)}>
        {part.text}
      </button>
    );
  if ('of' in part) return <NoteLink of={part.of}>{part.text}</NoteLink>;
  const { value: scene } = store.experiment.scene;
  return scene ? <NoteLink of={subjectOf(part.about, scene)}>{part.text}</NoteLink> : <>{part.text}</>;
}

/** Said once to those who hear the page: not while it changes all the time. */
const isSettled = ({ store: { run, cursor } }: Studio): boolean =>
  !run.isRunning.value && !cursor.isReplaying.value && !cursor.isPlaying.value;

export function StoryCard() {
  const studio = useStudio();
  const { view, run, shown } = studio.store;
  const story = useComputed<Story>(() => storyOf(storyStateOf(studio.store)));
  const { headline, tone, parts } = story.value;
  const isOpen = view.isStoryOpen.value;
  const isNewcomer = run.newest.value < 0 && run.past.value.length === 0 && run.phase.value === 'ready';
  return (
    <section class={`story ${tone}`} data-open={isOpen} data-k={shown.look.value?.k} aria-label="What is seen">
      <StoryHead icon={toneIcon[tone]} headline={headline} />
      {isOpen && (
        <p class="story-text" aria-live={isSettled(studio) ? 'polite' : 'off'}>
          {parts.map((part, i) => (
            <Part key={i} part={part} />
          ))}
        </p>
      )}
      {isOpen && isNewcomer && <p class="story-tagline">{tagline}</p>}
    </section>
  );
}
