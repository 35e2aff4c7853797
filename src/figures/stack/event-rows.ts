/** @file Rows of signs over a time axis: when something happened, and the stretches in which something was done. */
import { linearAxis } from '../axis.ts';
import { diamondPath } from '../glyphs.ts';
import { fractionOf } from '../axis.ts';
import { boxPath } from '../plane.ts';
import { round, type Shape } from '../shapes.ts';
import type { Size } from '../figure-layout.ts';

export interface EventRow {
  readonly id: string;
  readonly label: string;
  /** s, ascending. */
  readonly spoke: readonly number[];
  readonly refused: readonly number[];
  readonly lost: readonly number[];
  readonly spans: readonly { readonly from: number; readonly to: number; readonly kind: 'blind' | 'biased' }[];
}

export interface EventRowsView {
  /** End of the axis, s. */
  readonly end: number;
  readonly left: number;
  readonly right: number;
  readonly rowHeight: number;
  /** Id of the row that is lit; all others are dimmed. */
  readonly lit: string | null;
}

/** Of the rows beside the one that is lit. */
const dimmed = 0.35;

/** Shapes of rows from the top on, each as high as the view says. */
export function eventRowShapes(rows: readonly EventRow[], { width }: Size, view: EventRowsView): Shape[] {
  const { end, left, right, rowHeight, lit } = view;
  const axis = linearAxis(0, Math.max(end, 1e-9), 2);
  const room = Math.max(width - left - right, 10);
  const at = (t: number): number => round(left + fractionOf(axis, Math.min(t, end)) * room);
  return rows.flatMap(({ id, spoke, refused, lost, spans }, k): Shape[] => {
    const [top, middle] = [k * rowHeight, k * rowHeight + rowHeight / 2];
    const opacity = lit === null || lit === id ? 1 : dimmed;
    const half = Math.min(rowHeight / 2 - 4, 7);
    const shapes: Shape[] = [
      { d: `M${left} ${middle}h${round(room)}`, stroke: '--line', width: 1 },
      ...spans.map(({ from, to, kind }): Shape => {
        const box = { left: at(from), top: top + 2, width: Math.max(at(to) - at(from), 1), height: rowHeight - 4 };
        return kind === 'blind' ? { d: boxPath(box), hatch: '--control' } : { d: boxPath(box), fill: '--spread' };
      }),
    ];
    if (spoke.length > 0)
      shapes.push({
        d: spoke.map((t) => `M${at(t)} ${middle - half}v${2 * half}`).join(''),
        stroke: '--line-1',
        width: 1,
        opacity,
      });
    if (lost.length > 0)
      shapes.push({
        d: lost.map((t) => diamondPath(at(t), middle, 3)).join(''),
        fill: '--surface',
        stroke: '--muted',
        width: 1,
        opacity,
      });
    if (refused.length > 0)
      shapes.push({
        d: refused.map((t) => `M${at(t) - 3} ${middle - 4}l6 8m0 -8l-6 8`).join(''),
        stroke: '--bad',
        width: 1.5,
        opacity,
      });
    return shapes;
  });
}
