/** @file A map of regimes that is a control as well: what lies under the pointer is said, a press or a drag chooses it. */
import type { ComponentChildren } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { tickText } from '../../figures/axis.ts';
import { circlePath } from '../../figures/glyphs.ts';
import { axisTitle, named, nearestPoint, type Plane, xPixel, yPixel } from '../../figures/plane.ts';
import { type RegimeData, regimeSentence, regimeSubtitle, regimeWords } from '../../figures/regime/regime-data.ts';
import { layOutRegimes, type RegimeLayout } from '../../figures/regime/regime-layout.ts';
import { regimeShapes } from '../../figures/regime/regime-shapes.ts';
import type { Shape } from '../../figures/shapes.ts';
import { someOf, type TableContent } from './numbers-table.tsx';
import { measureText } from './overlay.ts';
import { pagePalette } from './page-palette.ts';
import { type Place, PlaneFigure } from './plane-figure.tsx';
import type { Readout } from './plot-card.tsx';
import { placeAfterKey } from './plane-keys.ts';

/** `regime` and `rate` must be new arrays where their numbers are new: the same objects are not drawn again. */
export interface RegimePadProps {
  readonly data: RegimeData;
  /** What is chosen. */
  readonly chosen?: Place | null;
  /** Under the pointer or moved by keys; null: nowhere. */
  readonly onHover?: (place: Place | null) => void;
  /** Pressed, dragged to, or Enter. */
  readonly onSet?: (x: number, y: number) => void;
  readonly empty?: string;
  readonly actions?: ComponentChildren;
}

/** Pixels within which two marks are one. */
const together = 8;

function overShapes(plane: Plane, marks: RegimeData['marks'], hover: Place | null, chosen: Place | null): Shape[] {
  const ring = ({ x, y }: Place, colour: string, width: number): Shape[] => {
    const d = circlePath(xPixel(plane, x), yPixel(plane, y), 6);
    return [
      { d, stroke: '--surface', width: width + 2.5 },
      { d, stroke: colour, width },
    ];
  };
  const word = (at: Place): Shape => {
    const [left, top] = [xPixel(plane, at.x), yPixel(plane, at.y)];
    const isLeft = left > plane.box.left + 0.7 * plane.box.width;
    return {
      text: 'chosen',
      x: left + (isLeft ? -11 : 11),
      y: top + 4,
      anchor: isLeft ? 'end' : 'start',
      colour: '--text',
      isBold: true,
      halo: true,
    };
  };
  // a mark there has words of its own
  const hasWords = (at: Place): boolean =>
    (marks ?? []).some(({ x, y }) => {
      const [dx, dy] = [xPixel(plane, x) - xPixel(plane, at.x), yPixel(plane, y) - yPixel(plane, at.y)];
      return Math.abs(dx) < together && Math.abs(dy) < together;
    });
  return [
    ...(chosen ? [...ring(chosen, '--now', 3), ...(hasWords(chosen) ? [] : [word(chosen)])] : []),
    ...(hover ? ring(hover, '--text', 1.5) : []),
  ];
}

function tableOf(data: RegimeData): TableContent {
  const { x, y } = data;
  const columns = someOf(x.values.length, 8);
  return {
    heads: [`${axisTitle(y)} \\ ${axisTitle(x)}`, ...columns.map((column) => tickText(x.values[column]))],
    rows: someOf(y.values.length, 24).map((row) => [
      tickText(y.values[row]),
      ...columns.map((column) => regimeWords(data, row * x.values.length + column)),
    ]),
  };
}

function readoutOf(data: RegimeData, place: Place): Readout {
  const { x, y } = data;
  const { column, row } = nearestPoint(data, place.x, place.y);
  return {
    place: [named(x, place.x), named(y, place.y)],
    lines: [regimeWords(data, row * x.values.length + column)],
  };
}

export function RegimePad({ data, chosen = null, onHover, onSet, empty, actions }: RegimePadProps) {
  const [hover, setHover] = useState<Place | null>(null);
  const sentence = useMemo(() => regimeSentence(data), [data]);
  const isEmpty = data.regime.length === 0;
  const move = (place: Place | null): void => {
    setHover(place);
    onHover?.(place);
  };
  const onKey = (event: KeyboardEvent): void => {
    const place = placeAfterKey(event.key, event.shiftKey, data, hover ?? chosen);
    if (place) move(place);
    else if (event.key === 'Enter' && hover) onSet?.(hover.x, hover.y);
    else if (event.key === 'Escape' && hover) move(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <PlaneFigure<RegimeLayout>
      id={data.id}
      title={data.title}
      subtitle={regimeSubtitle(data)}
      sentence={sentence}
      note={data.note}
      layOut={isEmpty ? null : (size) => layOutRegimes(data, size, measureText, pagePalette)}
      shapesOf={(layout) => regimeShapes(data, layout, pagePalette)}
      drawnOf={[data.regime, data.rate, data.marks, data.title]}
      over={({ plane }) => overShapes(plane, data.marks, hover, chosen)}
      said={hover && { place: hover, readout: readoutOf(data, hover) }}
      onPoint={(at) => move(at && { x: at.x, y: at.y })}
      onDrag={(at) => onSet?.(at.x, at.y)}
      onKey={onKey}
      table={() => tableOf(data)}
      empty={empty}
      actions={actions}
    />
  );
}
