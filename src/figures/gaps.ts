/** @file What an axis cannot show: such a value is a gap in its line, marked by what it is, never a small number instead. */

/** How values lie along an axis. */
export type Scale = 'log' | 'linear';

export type GapKind = 'not finite' | 'negative' | 'zero';

/** Why a value cannot be drawn on an axis; null where it can. */
export function gapOf(value: number, scale: Scale): GapKind | null {
  if (!Number.isFinite(value)) return 'not finite';
  if (scale === 'linear' || value > 0) return null;
  return value === 0 ? 'zero' : 'negative';
}

/** Gaps of one kind with no value between them: from one x to another. */
export interface Gap {
  readonly from: number;
  readonly to: number;
  readonly kind: GapKind;
}

/** What a gap is called beside it. */
export const gapLabel = (kind: GapKind): string => (kind === 'zero' ? '0' : kind === 'negative' ? 'below 0' : kind);

/** The gaps of a line, neighbours of one kind as one. */
export function gapsOf(x: ArrayLike<number>, y: ArrayLike<number>, scale: Scale): Gap[] {
  const gaps: { from: number; to: number; kind: GapKind }[] = [];
  let isOpen = false;
  for (let i = 0; i < x.length; i++) {
    const kind = gapOf(y[i], scale);
    const last = gaps.at(-1);
    if (kind && isOpen && last?.kind === kind) last.to = x[i];
    else if (kind) gaps.push({ from: x[i], to: x[i], kind });
    isOpen = kind !== null;
  }
  return gaps;
}
