/** @file A lane: a slider over one of the page's clocks, with a drawing of its own in the track; told from outside what it shows. */
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { listenAlong } from './scrub.ts';

export interface LaneProps {
  /** What the clock is, as screen readers say it. */
  readonly name: string;
  readonly value: number;
  /** Values run from 0 to here; 0: there is nothing to choose. */
  readonly end: number;
  /** Values are multiples of this. */
  readonly step: number;
  /** "1.75 s of 2 s". */
  readonly valueText: string;
  /** What is marked in the track, for screen readers. */
  readonly description?: string;
  readonly onChange: (value: number) => void;
  /** Whether Space and the arrows of the page belong to this lane. */
  readonly isLit: boolean;
  /** Touched or focused: it wants to be lit. */
  readonly onLight: () => void;
  readonly kind: 'time' | 'iteration';
  /** Drawn in the track, under the thumb. */
  readonly children?: ComponentChildren;
}

/** Steps of Page Up and Page Down, in shares of the whole. */
const page = 0.1;

/** The value that a key moves to; null of other keys. */
export function valueAfterKey(
  key: string,
  isLarge: boolean,
  { value, end, step }: Pick<LaneProps, 'value' | 'end' | 'step'>,
): number | null {
  const move = isLarge ? 10 * step : step;
  const leap = Math.max(step, page * end);
  const moves: Record<string, number> = {
    ArrowLeft: value - move,
    ArrowDown: value - move,
    ArrowRight: value + move,
    ArrowUp: value + move,
    PageDown: value - leap,
    PageUp: value + leap,
    Home: 0,
    End: end,
  };
  return key in moves ? onStep(moves[key], { end, step }) : null;
}

/** The nearest value that can be chosen. */
export const onStep = (value: number, { end, step }: Pick<LaneProps, 'end' | 'step'>): number =>
  Math.min(Math.max(Number((Math.round(value / step) * step).toPrecision(12)), 0), end);

const percent = (value: number, end: number): number => (end > 0 ? Math.min(Math.max((100 * value) / end, 0), 100) : 0);

/** Share of the track's width at which a value lies, as CSS says it. */
export const laneLeft = (value: number, end: number): string => `${percent(value, end)}%`;

export function Lane(props: LaneProps) {
  const { name, value, end, valueText, description, isLit, onLight, kind, children } = props;
  const track = useRef<HTMLDivElement>(null);
  const latest = useRef(props);
  latest.current = props;
  useLayoutEffect(
    () =>
      listenAlong(track.current!, () => ({
        onScrub: (x) => {
          const { onChange, ...now } = latest.current;
          if (now.end <= 0) return;
          now.onLight();
          onChange(onStep((x / track.current!.clientWidth) * now.end, now));
        },
      })),
    [],
  );
  return (
    <div
      ref={track}
      class={`lane lane-${kind}`}
      data-lit={isLit}
      role="slider"
      tabIndex={0}
      aria-label={name}
      aria-description={description}
      aria-disabled={end <= 0}
      aria-valuemin={0}
      aria-valuemax={end}
      aria-valuenow={value}
      aria-valuetext={valueText}
      onFocus={onLight}
      onKeyDown={(event) => {
        const next = end > 0 ? valueAfterKey(event.key, event.shiftKey, props) : null;
        if (next === null || event.ctrlKey || event.metaKey || event.altKey) return;
        event.preventDefault();
        event.stopPropagation();
        props.onChange(next);
      }}
    >
      {children}
      {end > 0 && (
        <div class="lane-thumb" style={{ transform: `translateX(${percent(value, end)}%)` }}>
          <i />
        </div>
      )}
    </div>
  );
}
