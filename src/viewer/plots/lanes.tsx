/** @file The two clocks of the page: the time within a motion, and the iteration of learning with its loss. */
import { useLayoutEffect } from 'preact/hooks';
import { linearAxis } from '../../figures/axis.ts';
import type { FigureMark } from '../../figures/figure-data.ts';
import { Lane, type LaneProps, laneLeft } from './lane.tsx';
import { LanePlot } from './lane-plot.ts';
import { pagePalette } from './page-palette.ts';
import { useDrawing } from './use-drawing.ts';

type Controls = Pick<LaneProps, 'value' | 'onChange' | 'isLit' | 'onLight'>;

/** Something that happens at a time within the motion. */
export interface LaneEvent {
  /** s. */
  readonly t: number;
  readonly label: string;
}

export interface TimeLaneProps extends Controls {
  /** s. */
  readonly duration: number;
  /** s between two instants. */
  readonly step: number;
  readonly events: readonly LaneEvent[];
}

/** Seconds without needless zeros. */
const seconds = (t: number): string => `${Number(t.toFixed(3))} s`;

export function TimeLane({ duration, step, events, ...controls }: TimeLaneProps) {
  const ticks = duration > 0 ? linearAxis(0, duration, 5).ticks : [];
  return (
    <Lane
      {...controls}
      kind="time"
      name="Time in the motion"
      end={duration}
      step={step}
      valueText={`${seconds(controls.value)} of ${seconds(duration)}`}
      description={events.map(({ t, label }) => `${label} at ${seconds(t)}`).join(', ')}
    >
      <div class="lane-rail">
        <i style={{ transform: `scaleX(${duration > 0 ? Math.min(controls.value / duration, 1) : 0})` }} />
      </div>
      {ticks.map((tick) => (
        <i class="lane-tick" key={tick} style={{ left: laneLeft(tick, duration) }} />
      ))}
      {events.map(({ t, label }) => (
        <i
          class="lane-event"
          key={`${t} ${label}`}
          title={`${label}, ${seconds(t)}`}
          style={{ left: laneLeft(t, duration) }}
        />
      ))}
    </Lane>
  );
}

export interface IterationLaneProps extends Controls {
  /** The newest iteration; null before the first run. */
  readonly last: number | null;
  /** Drawn on a logarithmic scale. New arrays where the numbers are new. */
  readonly loss: { readonly x: ArrayLike<number>; readonly y: ArrayLike<number> };
  /** The loss of the iteration that is shown; null where it is unknown. */
  readonly lossNow: number | null;
  readonly formatLoss: (value: number) => string;
  readonly marks: readonly FigureMark[];
  /** Whether the cursor stays at the newest iteration. */
  readonly isFollowing: boolean;
  readonly onFollow: (isFollowing: boolean) => void;
}

/** How many marks of a kind, in words. */
const marksInWords = (marks: readonly FigureMark[]): string =>
  [...new Set(marks.map(({ kind }) => kind))]
    .map((kind) => marks.filter((mark) => mark.kind === kind))
    .map((same) => (same.length === 1 ? `${same[0].label} at ${same[0].x}` : `${same.length} times ${same[0].label}`))
    .join(', ');

export function IterationLane(props: IterationLaneProps) {
  const { last, loss, lossNow, formatLoss, marks, isFollowing, onFollow, ...controls } = props;
  const end = Math.max(last ?? 0, 0);
  const { host, redraw } = useDrawing(
    (element) => new LanePlot(element, pagePalette),
    (plot) => plot.draw({ loss, marks, end }),
  );
  useLayoutEffect(redraw, [loss.x, loss.y, marks, end]);
  const said = lossNow === null ? '' : `, loss ${Number.isFinite(lossNow) ? formatLoss(lossNow) : 'not finite'}`;
  return (
    <div class="lane-with-follow">
      <Lane
        {...controls}
        kind="iteration"
        name="Iteration of learning"
        end={end}
        step={1}
        valueText={last === null ? 'no run yet' : `iteration ${controls.value} of ${end}${said}`}
        description={marksInWords(marks)}
        onChange={(value) => {
          if (isFollowing !== (value === end)) onFollow(value === end);
          controls.onChange(value);
        }}
      >
        <div class="lane-plot" ref={host} />
      </Lane>
      <button
        type="button"
        class="lane-follow"
        aria-pressed={isFollowing}
        disabled={last === null}
        title="Stay at the newest iteration"
        onClick={() => onFollow(!isFollowing)}
      >
        follow
      </button>
    </div>
  );
}
