/** @file How a figure of the Lab shows what is lit everywhere, and tells of what is hovered and pinned in it. */
import type { LabData } from '../../../../lab/figures/lab-figure.ts';
import { isSame, pinAfter } from '../../../studio/store/selection.ts';
import { useStudio } from '../../../studio/studio.ts';
import { idsIn, subjectOf } from '../subjects.ts';

export interface Linked {
  /** Ids of what is hovered, else of what is pinned. */
  readonly lit: readonly string[];
  readonly hovered: string | null;
  readonly pinned: string | null;
  readonly onHover: (id: string | null) => void;
  /** Pins, or puts out what was pinned. */
  readonly onPin: (id: string) => void;
}

/** Reads signals. */
export function useLinked(data: LabData): Linked {
  const { hover, pin } = useStudio().store.selection;
  const [hovered, pinned] = [idsIn(data, hover.value), idsIn(data, pin.value)];
  return {
    lit: hovered.length > 0 ? hovered : pinned,
    hovered: hovered.at(0) ?? null,
    pinned: pinned.at(0) ?? null,
    onHover: (id) => {
      const subject = id === null ? null : subjectOf(data, id);
      if (!isSame(hover.value, subject)) hover.value = subject;
    },
    onPin: (id) => {
      const subject = subjectOf(data, id);
      if (subject) pin.value = pinAfter(pin.value, subject);
    },
  };
}
