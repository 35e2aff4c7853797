/** @file The card of the tour, beside what it is about. Esc, its X and a press anywhere else end it. */
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { placeNear } from '../studio/place-near.ts';
import type { TourStep } from '../studio/section.ts';
import { useStudio } from '../studio/studio.ts';
import { nextStep } from '../studio/tour.ts';
import { icons } from './icons.tsx';

/** The card beside the element, and a frame around it; the card in the middle where there is none. */
function place(card: HTMLElement, frame: HTMLElement, selector: string): void {
  const about = document.querySelector(selector)?.getBoundingClientRect();
  const size = { width: card.offsetWidth, height: card.offsetHeight };
  const viewport = { width: innerWidth, height: innerHeight };
  const isSeen = about !== undefined && about.width > 0;
  const middle = { left: viewport.width / 2, top: viewport.height / 2, width: 0, height: 0 };
  const { left, top } = placeNear(isSeen ? about : middle, size, viewport, { gap: 12, align: 'middle' });
  card.style.translate = `${left}px ${top}px`;
  frame.hidden = !isSeen;
  if (!isSeen) return;
  frame.style.translate = `${about.left - 4}px ${about.top - 4}px`;
  frame.style.width = `${about.width + 8}px`;
  frame.style.height = `${about.height + 8}px`;
}

/** Keys of the page stay away from the card, but for the one that ends the tour: Space presses here. */
const keepKeys = (event: KeyboardEvent): void => {
  if (event.key !== 'Escape') event.stopPropagation();
};

function Card({ steps, at }: { readonly steps: readonly TourStep[]; readonly at: number }) {
  const { tour } = useStudio().store.view;
  const card = useRef<HTMLDivElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const { selector, title, text } = steps[at];
  useLayoutEffect(() => {
    const update = (): void => place(card.current!, frame.current!, selector);
    update();
    const watching = new ResizeObserver(update);
    watching.observe(document.documentElement);
    return () => watching.disconnect();
  }, [selector]);
  useEffect(() => {
    card.current!.focus();
    const listening = new AbortController();
    document.addEventListener(
      'pointerdown',
      ({ target }) => {
        if (target instanceof Node && !card.current?.contains(target)) tour.value = null;
      },
      { signal: listening.signal, capture: true },
    );
    return () => listening.abort();
  }, []);
  const next = nextStep(at, steps.length);
  return (
    <>
      <div class="tour-frame" ref={frame} aria-hidden="true" />
      <div
        class="tour"
        role="dialog"
        aria-labelledby="tour-title"
        aria-describedby="tour-text"
        tabIndex={-1}
        ref={card}
        onKeyDown={keepKeys}
        onKeyUp={keepKeys}
      >
        <header>
          <h2 id="tour-title">{title}</h2>
          <button type="button" class="quiet" aria-label="End the tour" onClick={() => (tour.value = null)}>
            {icons.close}
          </button>
        </header>
        <p id="tour-text">{text}</p>
        <footer>
          <small>{`${at + 1} of ${steps.length}`}</small>
          <button type="button" class="secondary" onClick={() => (tour.value = next)}>
            {next === null ? 'Done' : 'Next'}
          </button>
        </footer>
      </div>
    </>
  );
}

export function Tour() {
  const studio = useStudio();
  const { section, store } = studio;
  const { value: at } = store.view.tour;
  const steps = section.value.tour?.(studio) ?? [];
  if (at === null || at >= steps.length) return null;
  return <Card steps={steps} at={at} />;
}
