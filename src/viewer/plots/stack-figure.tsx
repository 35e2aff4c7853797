/** @file Plots over a shared axis, one below the other, in their card: a drag moves the cursor, the pointer lights lines. */
import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { tickText } from '../../figures/axis.ts';
import { axisTitle, named, xPixel, yPixel } from '../../figures/plane.ts';
import { extentOf, type StackData, stackSentence } from '../../figures/stack/stack-data.ts';
import { layOutStack, type StackLayout } from '../../figures/stack/stack-layout.ts';
import { stackCursorShapes, stackLitShapes, stackShapes } from '../../figures/stack/stack-shapes.ts';
import { someOf, type TableContent } from './numbers-table.tsx';
import { measureText } from './overlay.ts';
import { PlaneFigure, type Pointed } from './plane-figure.tsx';

export interface StackFigureProps {
  /** `panels` must be a new list where its numbers are new: the same object is not drawn again. */
  readonly data: StackData;
  /** Pixels at the left for words; 0 where they stand above the plots. */
  readonly gutter?: number;
  /** Where the shared axis is looked at; null: nowhere. */
  readonly cursor?: number | null;
  /** Pressed, and while it is dragged. */
  readonly onCursor?: (x: number) => void;
  /** Ids of lines that are lit: others of their plots are dimmed. */
  readonly lit?: readonly string[];
  readonly onHoverLine?: (id: string | null) => void;
  readonly onPinLine?: (id: string) => void;
  readonly onKey?: (event: KeyboardEvent) => void;
  readonly empty?: string;
  readonly actions?: ComponentChildren;
}

/** Pixels from a line within which the pointer is on it. */
const grip = 12;

/** The line nearest to a place; null where none is near. */
function lineNear({ panels }: StackLayout, { left, top }: Pick<Pointed, 'left' | 'top'>): string | null {
  let [found, least] = [null as string | null, grip];
  for (const { panel, plane } of panels) {
    if (top < plane.box.top || top > plane.box.top + plane.box.height) continue;
    for (const { id, x, y } of panel.lines)
      for (let i = 0; i < x.length; i++) {
        const distance = Math.hypot(xPixel(plane, x[i]) - left, yPixel(plane, y[i]) - top);
        if (distance < least) [found, least] = [id, distance];
      }
  }
  return found;
}

/** Values of all lines with a name, next to a place of the axis. */
function valuesAt({ panels }: StackData, at: number): string[] {
  return panels.flatMap((panel) =>
    panel.lines
      .filter(({ label, x }) => label !== '' && x.length > 0)
      .map(({ label, x, y }) => {
        let best = 0;
        for (let i = 1; i < x.length; i++) if (Math.abs(x[i] - at) < Math.abs(x[best] - at)) best = i;
        return `${label} ${named({ name: '', unit: panel.unit }, y[best]).trim()}`;
      }),
  );
}

function tableOf({ x, panels }: StackData): TableContent {
  const lines = panels.flatMap(({ name, lines: own }) =>
    own.filter(({ label }) => label).map((line) => ({ name, line })),
  );
  return {
    heads: ['line, point', axisTitle(x), 'value'],
    rows: lines.flatMap(({ name, line }) =>
      someOf(line.x.length, 16).map((i) => [`${name}, ${line.label}, ${i}`, tickText(line.x[i]), tickText(line.y[i])]),
    ),
  };
}

export function StackFigure(props: StackFigureProps) {
  const { data, gutter = 0, cursor = null, onCursor, lit = [], onHoverLine, onPinLine, onKey, empty, actions } = props;
  const hovered = useRef<string | null>(null);
  const isEmpty = data.panels.every(({ lines }) => extentOf(lines.map(({ y }) => y)) === null);
  const said = cursor === null ? '' : ` At ${named(data.x, cursor)}: ${valuesAt(data, cursor).join(', ')}.`;
  const onPoint = (at: Pointed | null, layout: StackLayout): void => {
    if (!onHoverLine) return;
    const id = at && lineNear(layout, at);
    if (id !== hovered.current) onHoverLine(id);
    hovered.current = id;
  };
  return (
    <PlaneFigure<StackLayout>
      id={data.id}
      title={data.title}
      subtitle={data.subtitle}
      sentence={stackSentence(data) + said}
      note={data.note}
      layOut={isEmpty ? null : (size) => layOutStack(data, size, measureText, gutter)}
      shapesOf={(layout) => stackShapes(layout, measureText)}
      drawnOf={[data.panels, data.x.min, data.x.max, gutter]}
      over={(layout) => [...stackLitShapes(layout, lit), ...(cursor === null ? [] : stackCursorShapes(layout, cursor))]}
      said={null}
      onPoint={onPoint}
      onTap={(at, layout) => {
        const id = lineNear(layout, at);
        if (id !== null) onPinLine?.(id);
      }}
      onDrag={({ x }) => onCursor?.(x)}
      {...(onKey && { onKey })}
      table={() => tableOf(data)}
      empty={empty}
      actions={actions}
    />
  );
}
