/** @file What stands on the page for something that is selected everywhere: lines and rows of figures, rows of lists. */
import { useComputed } from '@preact/signals';
import { isByKeys } from '../../../plots/key-focus.ts';
import { useStudio } from '../../../studio/studio.ts';
import { idOf, type SelectableKind, type Selected } from '../../../studio/store/selection.ts';

export interface SharedSelection {
  readonly hovered: string | null;
  readonly pinned: string | null;
  readonly onHover: (id: string | null) => void;
  readonly onPin: (id: string | null) => void;
}

/** Reads signals: it is drawn anew only where something of the kind goes on or out. */
export function useSelection(kind: SelectableKind): SharedSelection {
  const { hover, pin } = useStudio().store.selection;
  const hovered = useComputed(() => idOf(hover.value, kind));
  const pinned = useComputed(() => idOf(pin.value, kind));
  const selectedOf = (id: string | null): Selected | null => (id === null ? null : { kind, id });
  return {
    hovered: hovered.value,
    pinned: pinned.value,
    onHover: (id) => (hover.value = selectedOf(id)),
    onPin: (id) => (pin.value = selectedOf(id)),
  };
}

/** Handlers of a row that stands for something, and how it looks. Reads signals. */
export function useRow({ kind, id }: Selected) {
  const { hovered, pinned, onHover, onPin } = useSelection(kind);
  const lit = hovered ?? pinned;
  const isLit = id === hovered || id === pinned;
  return {
    'data-lit': isLit,
    'data-dimmed': lit !== null && !isLit,
    'aria-pressed': id === pinned,
    onPointerEnter: ({ pointerType }: PointerEvent) => pointerType !== 'touch' && onHover(id),
    onPointerLeave: () => onHover(null),
    onFocus: (event: FocusEvent) => isByKeys(event) && onHover(id),
    onBlur: () => onHover(null),
    onClick: () => onPin(id === pinned ? null : id),
  };
}
