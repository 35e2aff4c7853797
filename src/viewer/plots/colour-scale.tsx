/** @file The legend of signed colours: one bar for the rings on the stage and for the heatmap, with its unit. */
import type { SymlogScale } from '../../figures/symlog.ts';

export interface ColourScaleProps {
  /** What the numbers are, with their unit: "-d loss / d torque, per N m". */
  readonly title: string;
  readonly scale: SymlogScale;
  /** Short. */
  readonly formatTick: (value: number) => string;
}

const mixed = (token: string, fraction: number): string =>
  `color-mix(in srgb, var(${token}) ${Math.round(100 * Math.abs(fraction))}%, var(--surface))`;

/** What a number at an end of the bar takes of it, with a space, in percent: of 174 px, 7 a character. */
const roomFor = (tick: string): number => 4 * (tick.length + 1.5);

/** The bar runs from the smallest to the largest value; a color on it is the colour of that value everywhere. */
export function ColourScale({ title, scale, formatTick }: ColourScaleProps) {
  const [from, to] = [scale.at(scale.low), scale.at(scale.high)];
  const zero = to > from ? (100 * -from) / (to - from) : 0;
  const stops = [`${mixed('--minus', from)} 0%`, `var(--surface) ${zero}%`, `${mixed('--plus', to)} 100%`];
  return (
    <div
      class="colour-scale"
      role="img"
      aria-label={`${title}: from ${formatTick(scale.low)} to ${formatTick(scale.high)}`}
    >
      <span class="colour-scale-title">{title}</span>
      <span class="colour-scale-bar" style={{ backgroundImage: `linear-gradient(to right, ${stops.join(', ')})` }} />
      <span class="colour-scale-ticks">
        {scale.low < 0 && <span>{formatTick(scale.low)}</span>}
        {zero > roomFor(formatTick(scale.low)) && 100 - zero > roomFor(formatTick(scale.high)) && (
          <span class="colour-scale-zero" style={{ left: `${zero}%` }}>
            0
          </span>
        )}
        {scale.low >= 0 && <span>0</span>}
        <span>{scale.high > 0 || scale.low === 0 ? formatTick(scale.high) : '0'}</span>
      </span>
      <span class="colour-scale-note">linear within ±{formatTick(scale.threshold)}</span>
    </div>
  );
}
