/** @file What of the Lab is pinned, by its name: one press puts it out. */
import { cssColour } from '../../../plots/figure-labels.tsx';
import { tipWithKeys } from '../../../panels/tip.tsx';
import type { Selected } from '../../../studio/store/selection.ts';
import { useStudio } from '../../../studio/studio.ts';
import { jointColours } from '../../arm/joint-colours.ts';
import { jointLabels } from '../../arm/joint-labels.ts';
import { type Lab, labOf } from '../lab.ts';

interface Name {
  readonly label: string;
  readonly colour?: string | undefined;
}

/** Null: the Lab does not show it. */
function nameOf({ kind, id }: Selected, { facts, played, drawings }: Lab): Name | null {
  if (kind === 'walk') return facts.value?.methods.at(Number(id)) ?? null;
  if (kind === 'group') {
    const data = drawings.value.get('norms')?.[0]?.data;
    return (data && 'dt' in data && data.rows.find((row) => row.id === id)) || null;
  }
  const { value: shown } = played;
  const label = kind === 'joint' && shown && jointLabels(shown.model).get(id);
  return label ? { label, colour: jointColours(shown.model)[id] } : null;
}

export function PinnedChip() {
  const { store } = useStudio();
  const { pin } = store.selection;
  const name = pin.value && nameOf(pin.value, labOf(store));
  if (!name) return null;
  return (
    <button
      type="button"
      class="chip pin-chip lab-pin"
      aria-label={`Unpin ${name.label}`}
      data-tip={tipWithKeys('Pinned: lit in all figures. Press to put it out', 'Esc')}
      onClick={() => (pin.value = null)}
    >
      <i style={{ background: cssColour(name.colour ?? '--text') }} />
      {name.label} ×
    </button>
  );
}
