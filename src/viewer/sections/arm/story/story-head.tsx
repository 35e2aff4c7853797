/** @file The headline of a story, which may be closed to it. */
import type { ComponentChildren } from 'preact';
import { icons } from '../../../panels/icons.tsx';
import { useStudio } from '../../../studio/studio.ts';

export function StoryHead({ icon, headline }: { readonly icon: ComponentChildren; readonly headline: string }) {
  const { view } = useStudio().store;
  const isOpen = view.isStoryOpen.value;
  return (
    <header class="story-head">
      <h2>
        {icon}
        <span>{headline}</span>
      </h2>
      <button
        type="button"
        class="quiet"
        aria-expanded={isOpen}
        aria-label={isOpen ? 'Close the story' : 'Tell what is seen'}
        data-tip={isOpen ? 'Close; the headline stays' : 'Tell what is seen'}
        onClick={() => (view.isStoryOpen.value = !isOpen)}
      >
        {isOpen ? icons.close : icons.help}
      </button>
    </header>
  );
}
