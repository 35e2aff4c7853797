/** @file The strip of figures: as many cards as there is room for, each with any figure of the room. */
import { cardCount } from '../studio/media.ts';
import { shownCards, withCard } from '../studio/cards.ts';
import { panelsIn } from '../studio/room-panels.ts';
import { useStudio } from '../studio/studio.ts';
import { icons } from './icons.tsx';
import { PanelSlot } from './panel-slot.tsx';
import { News } from './tabs.tsx';

export function Strip() {
  const { section, store } = useStudio();
  const { cards, hidden } = store.view;
  const figures = panelsIn({ section: section.value, store }, 'strip');
  if (figures.length === 0 || hidden.value.includes('strip')) return null;
  const ids = figures.map(({ id }) => id);
  const shown = shownCards(cards.value, ids, cardCount.value);
  // of figures that there is no room for, what nobody has looked at
  const unseen = figures.map(({ id, news }) => (shown.includes(id) ? null : (news?.(store) ?? null)));
  const words = unseen.find((each) => each !== null) ?? null;
  return (
    <section class="strip" aria-label="Figures">
      <h2 class="unseen">Figures</h2>
      {shown.map((id, place) => {
        const panel = figures.find((figure) => figure.id === id)!;
        return (
          <article class="card" key={place} aria-label={panel.title}>
            <div class="card-head">
              <select
                class="card-chooser"
                aria-label={`Figure ${place + 1}`}
                data-tip="Which figure lies here"
                value={id}
                onChange={({ currentTarget }) => (cards.value = withCard(shown, place, currentTarget.value))}
              >
                {figures.map((figure) => (
                  <option key={figure.id} value={figure.id}>
                    {figure.title}
                  </option>
                ))}
              </select>
              {icons.down}
              <News words={place === shown.length - 1 ? words : null} />
            </div>
            <PanelSlot panel={panel} />
          </article>
        );
      })}
    </section>
  );
}
