/** @file What stands on the page for something that is selected everywhere: lines and rows of figures, rows of lists. */
import { isByKeys } from '../../../plots/key-focus.ts';
import { useStudio } from '../../../studio/studio.ts';
import { idOf, pinAfter, type SelectableKind, type Selected } from '../../../studio/store/selection.ts';

export interface SharedSelection {
  readonly hovered: string | null;
  readonly pinned: string | null;
  readonly onHover: (id: string | null) => void;
  readonly onPin: (id: string | null) => void;
}

/** Reads signals. */
export function useSelection(kind: SelectableKind): SharedSelection {
  const { hover, pin } = useStudio().store.selection;
  return {
    hovered: idOf(hover.value, kind),
    pinned: idOf(pin.value, kind),
    onHover: (id) => (hover.value = id === null ? null : { kind, id }),
    onPin: (id) => (pin.value = id === null ? null : { kind, id }),
  };
}

/** Handlers of a row that stands for something, and how it looks; of nothing where it stands for nothing. Reads signals. */
export function useRow(selected: Selected | null) {
  const { hover, pin } = useStudio().store.selection;
  const { kind, id } = selected ?? {};
  const isOf = (other: Selected | null): boolean => other !== null && other.kind === kind && other.id === id;
  const isPinned = isOf(pin.value);
  const isLit = isPinned || isOf(hover.value);
  const isOtherLit = [hover.value, pin.value].some((other) => other !== null && other.kind === kind && other.id !== id);
  return {
    'data-lit': isLit,
    'data-dimmed': !isLit && isOtherLit,
    'aria-pressed': isPinned,
    onPointerEnter: ({ pointerType }: PointerEvent) => pointerType !== 'touch' && (hover.value = selected),
    onPointerLeave: () => (hover.value = null),
    onFocus: (event: FocusEvent) => isByKeys(event) && (hover.value = selected),
    onBlur: () => (hover.value = null),
    onClick: () => (pin.value = pinAfter(pin.value, selected)),
  };
}
