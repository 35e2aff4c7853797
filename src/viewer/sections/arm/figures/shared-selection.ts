/** @file Lines and rows of figures that stand for what is selected everywhere: joints, cost terms. */
import { useStudio } from '../../../studio/studio.ts';
import { idOf, type SelectableKind } from '../../../studio/store/selection.ts';

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
