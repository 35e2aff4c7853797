/** @file Chips at the foot of the 3-D view: what is drawn over the arm. */
import { useStudio } from '../../studio/studio.ts';
import type { Ghost } from '../../studio/store/shown.ts';
import type { Layer } from '../../studio/store/view.ts';
import type { SelectableKind, Selected } from '../../studio/store/selection.ts';
import type { Store } from '../../studio/store/store.ts';
import { costLabels } from './cost-labels.ts';
import { armGhosts } from './ghosts.ts';
import { jointColours } from './joint-colours.ts';
import { jointLabels } from './joint-labels.ts';
import { BothEngines, BothEnginesLine } from './second/both-engines.tsx';
import { SecondLine } from './second/second-line.tsx';

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

const ofMany: Chip = {
  layer: 'crowd',
  label: 'Many arms',
  title: 'Many arms at once, each from a start to a goal that nothing was learned from',
};

/** `restarts`: how many runs there are side by side; `training`: of a scene that trains; `isOfMany`: many arms are shown in the place of the one. */
export const chipsOf = (
  ghosts: readonly Ghost[],
  restarts: number,
  { training, isOfMany }: { readonly training: boolean; readonly isOfMany: boolean },
): readonly Chip[] => [...(training ? [ofMany] : []), ...(isOfMany ? [axesChip] : chipsOfOne(ghosts, restarts))];

const axesChip: Chip = {
  layer: 'axes',
  label: 'Axes',
  title: 'World axes x, y, z at the base, and half a metre on the floor',
};

const secondChip: Chip = {
  layer: 'second',
  label: 'In Rapier',
  title: 'The same motion in a second physics, Rapier, drawn over ours',
};

const chipsOfOne = (ghosts: readonly Ghost[], restarts: number): readonly Chip[] => [
  { layer: 'rings', label: 'Gradient rings', title: 'The push at each joint that would lower the loss, now' },
  { layer: 'ghosts', label: ghostLabel(ghosts), title: 'Start and earlier attempts' },
  { layer: 'path', label: 'Path', title: 'Where the hand goes: solid up to now, dashed after' },
  axesChip,
  secondChip,
  ...(restarts > 1 ? [{ layer: 'others', label: 'Other starts', title: 'Where the other starts go' } as const] : []),
];

/** What is pinned, by its name on the page, and in its colour where it has one. */
function pinnedName(pin: Selected, { experiment }: Store): { readonly label: string; readonly colour?: string } {
  const model = experiment.loaded.value?.model;
  const scene = experiment.scene.value;
  const { kind, id } = pin;
  if (kind === 'joint' && model) return { label: jointLabels(model).get(id) ?? id, colour: jointColours(model)[id] };
  if (kind !== 'term' || !scene) return { label: id };
  const index = scene.costs.findIndex(({ name }) => name === id);
  return { label: index < 0 ? id : costLabels(scene)[index] };
}

/** What the Lab alone shows. */
const ofLab: ReadonlySet<SelectableKind> = new Set(['walk', 'group']);

/** A way to put out what is pinned. */
function PinChip() {
  const { store } = useStudio();
  const { pin } = store.selection;
  if (!pin.value || ofLab.has(pin.value.kind)) return null;
  const { label, colour } = pinnedName(pin.value, store);
  return (
    <button
      type="button"
      class="chip pin-chip"
      aria-label={`Unpin ${label}`}
      data-tip="Pinned: lit everywhere. Press, or Esc, to put it out"
      onClick={() => (pin.value = null)}
    >
      <i style={{ background: colour }} />
      {label} ×
    </button>
  );
}

export function LayerChips() {
  const { view, shown, experiment } = useStudio().store;
  const { value: on } = view.layers;
  const training = experiment.training.value !== null;
  const isOfMany = training && on.includes('crowd');
  const canBeEvaluated = isOfMany || (training && on.includes('second'));
  const toggle = (layer: Layer): void => {
    view.layers.value = on.includes(layer) ? on.filter((one) => one !== layer) : [...on, layer];
  };
  return (
    <div class="layers">
      <div class="layer-chips" role="group" aria-label="Drawn over the arm">
        <PinChip />
        {chipsOf(shown.ghosts.value, experiment.restarts.value, { training, isOfMany }).map(
          ({ layer, label, title }) => (
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
          ),
        )}
        {canBeEvaluated && <BothEngines />}
      </div>
      <SecondLine />
      {canBeEvaluated && <BothEnginesLine />}
    </div>
  );
}
