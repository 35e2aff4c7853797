/** @file Chips at the foot of the 3-D view: what is drawn over the arm. */
import { useStudio } from '../../studio/studio.ts';
import type { Ghost } from '../../studio/store/shown.ts';
import type { Layer } from '../../studio/store/view.ts';
import { armGhosts } from './ghosts.ts';

interface Chip {
  readonly layer: Layer;
  readonly label: string;
  readonly title: string;
}

/** "Ghosts: start, k 17" for the arms that are drawn. */
export function ghostLabel(ghosts: readonly Ghost[]): string {
  const names = armGhosts(ghosts).map(({ k }) => (k === 0 ? 'start' : `k ${k}`));
  return names.length > 0 ? `Ghosts: ${names.join(', ')}` : 'Ghosts';
}

/** `restarts`: how many runs there are side by side. */
export const chipsOf = (ghosts: readonly Ghost[], restarts: number): readonly Chip[] => [
  { layer: 'rings', label: 'Gradient rings', title: 'The push at each joint that would lower the loss, now' },
  { layer: 'ghosts', label: ghostLabel(ghosts), title: 'Start and earlier attempts' },
  { layer: 'path', label: 'Path', title: 'Where the hand goes: solid up to now, dashed after' },
  { layer: 'axes', label: 'Axes', title: 'World axes x, y, z at the base, and half a metre on the floor' },
  ...(restarts > 1 ? [{ layer: 'others', label: 'Others', title: 'Paths of the other starts' } as const] : []),
];

export function LayerChips() {
  const { view, shown, experiment } = useStudio().store;
  const { value: on } = view.layers;
  const toggle = (layer: Layer): void => {
    view.layers.value = on.includes(layer) ? on.filter((one) => one !== layer) : [...on, layer];
  };
  return (
    <div class="layers" role="group" aria-label="Drawn over the arm">
      {chipsOf(shown.ghosts.value, experiment.restarts.value).map(({ layer, label, title }) => (
        <button
          key={layer}
          type="button"
          class="chip toggle"
          data-tip={title}
          aria-pressed={on.includes(layer)}
          onClick={() => toggle(layer)}
        >
          {label}
        </button>
      ))}
    </div>
  );
}
