/** @file A row for each sensor: when it spoke, and where there is room the switch that blinds or biases it. */
import { useLayoutEffect, useMemo } from 'preact/hooks';
import { eventRowShapes } from '../../../../figures/stack/event-rows.ts';
import { rowWords, sensorRowsOf } from '../../../../senses/figures/sensor-rows.ts';
import { durationOf } from '../../../../senses/figures/lanes.ts';
import { Layer } from '../../../plots/overlay.ts';
import { pagePalette } from '../../../plots/page-palette.ts';
import { paintShapes } from '../../../plots/paint-shapes.ts';
import { useDrawing } from '../../../plots/use-drawing.ts';
import { idOf, isSame, pinAfter, type Selected } from '../../../studio/store/selection.ts';
import { useStudio } from '../../../studio/studio.ts';
import type { Estimated } from '../calls.ts';
import type { Senses } from '../senses.ts';
import { SensorSwitch } from './sensor-switch.tsx';

interface RowsProps {
  readonly senses: Senses;
  readonly estimated: Estimated;
  /** Pixels at the left of the signs; 0 where there is no room for switches. */
  readonly left: number;
  readonly width: number;
}

/** Pixels: of a row, and beside the signs as the plots above have them. */
const [rowHeight, right, narrowLeft] = [22, 12, 84];

class RowsPlot {
  readonly layer: Layer;

  constructor(host: HTMLElement) {
    this.layer = new Layer(host, 'senses-row-canvas');
  }

  destroy(): void {
    this.layer.remove();
  }
}

export function SensorRows({ senses, estimated, left, width }: RowsProps) {
  const { hover, pin } = useStudio().store.selection;
  const { value: switches } = senses.switches;
  const rows = useMemo(() => sensorRowsOf(estimated.record, switches), [estimated, switches]);
  const lit = idOf(hover.value, 'sensor') ?? idOf(pin.value, 'sensor');
  const from = left > 0 ? left : narrowLeft;
  const { host, redraw } = useDrawing(
    (element) => new RowsPlot(element),
    ({ layer }) =>
      layer.draw((context, size) =>
        paintShapes(
          context,
          eventRowShapes(rows, size, { end: durationOf(estimated.record), left: from, right, rowHeight, lit }),
          pagePalette,
        ),
      ),
  );
  useLayoutEffect(redraw, [rows, lit, from, width]);
  const light = (subject: Selected | null): void => {
    if (!isSame(hover.value, subject)) hover.value = subject;
  };
  return (
    <div class="senses-rows" style={{ height: `${rows.length * rowHeight}px` }}>
      <div class="senses-row-host" ref={host} />
      <ul aria-label="Sensors">
        {rows.map((row) => {
          const subject = { kind: 'sensor', id: row.id } as const;
          return (
            <li
              key={row.id}
              style={{ width: left > 0 ? `${from - 8}px` : '100%' }}
              onPointerEnter={({ pointerType }) => pointerType !== 'touch' && light(subject)}
              onPointerLeave={() => light(null)}
            >
              {left > 0 ? (
                <button
                  type="button"
                  class="senses-row-name"
                  aria-pressed={idOf(pin.value, 'sensor') === row.id}
                  data-tip={rowWords(row)}
                  onClick={() => {
                    pin.value = pinAfter(pin.value, subject);
                    senses.sensor.value = row.id;
                  }}
                >
                  {row.label}
                  <span class="unseen">{`: ${rowWords(row)}`}</span>
                </button>
              ) : (
                <span class="senses-row-name">
                  {row.label}
                  <span class="unseen">{`: ${rowWords(row)}`}</span>
                </span>
              )}
              {left > 0 && <SensorSwitch senses={senses} sensor={row.id} />}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
