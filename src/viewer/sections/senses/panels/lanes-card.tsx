/** @file The lanes of the estimated rollout over its time, and below them a row for each sensor. */
import { useMemo } from 'preact/hooks';
import { lanesOf } from '../../../../senses/figures/lanes.ts';
import { StackFigure } from '../../../plots/stack-figure.tsx';
import { useStudio } from '../../../studio/studio.ts';
import { idOf } from '../../../studio/store/selection.ts';
import type { Estimated } from '../calls.ts';
import { lanesWords } from '../explanations.ts';
import { type Senses, sensesOf } from '../senses.ts';
import { markedBy } from '../units.ts';
import { Explanation } from './explanation.tsx';
import { SensorRows } from './sensor-rows.tsx';
import { useWidth } from './use-size.ts';

/** Pixels at the left of the plots for words and switches, and the width from which on there is room for them. */
export const gutter = { wide: 236, from: 640 } as const;

/** Which coordinate is shown, and which sensor is judged. */
function Choices({ senses, estimated }: { readonly senses: Senses; readonly estimated: Estimated }) {
  const { coordinates, sensors } = estimated.record;
  return (
    <span class="senses-choices">
      <label>
        <span>Coordinate</span>
        <select
          value={String(senses.coordinatePlace.value)}
          onChange={({ currentTarget }) => (senses.coordinate.value = Number(currentTarget.value))}
        >
          {coordinates.map(({ label }, i) => (
            <option key={label} value={String(i)}>
              {label}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>NIS of</span>
        <select
          value={String(senses.sensorPlace.value)}
          onChange={({ currentTarget }) => (senses.sensor.value = sensors[Number(currentTarget.value)].name)}
        >
          {sensors.map(({ name }, i) => (
            <option key={name} value={String(i)}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <Explanation id="about-lanes" title="How an estimate is judged" parts={lanesWords} />
    </span>
  );
}

function Lanes({ senses, estimated }: { readonly senses: Senses; readonly estimated: Estimated }) {
  const { store } = useStudio();
  const { hover, pin } = store.selection;
  const { element, width } = useWidth<HTMLDivElement>();
  const [coordinate, sensor, switches] = [
    senses.coordinatePlace.value,
    senses.sensorPlace.value,
    senses.switches.value,
  ];
  const unit = idOf(hover.value, 'unit') ?? idOf(pin.value, 'unit');
  const { value: isNear } = senses.isNear;
  const marked = useMemo(
    () => markedBy(estimated, { coordinate, isNear, unit }),
    [estimated, coordinate, isNear, unit],
  );
  const data = useMemo(
    () => lanesOf(estimated.record, { coordinate, sensor, switches, ...(marked && { marked }) }),
    [estimated, coordinate, sensor, switches, marked],
  );
  const left = width >= gutter.from ? gutter.wide : 0;
  return (
    <div class="senses-lanes" ref={element} data-wide={left > 0}>
      <StackFigure
        data={data}
        gutter={left}
        cursor={senses.clocks.cursor.t.value}
        onCursor={(t) => senses.clocks.pointAt(t)}
        actions={<Choices senses={senses} estimated={estimated} />}
      />
      <SensorRows senses={senses} estimated={estimated} left={left} width={width} />
    </div>
  );
}

export function LanesCard() {
  const senses = sensesOf(useStudio().store);
  const { value: estimated } = senses.estimated;
  if (!estimated) return <p class="panel-empty">Estimates over time appear here once a scene is estimated.</p>;
  return <Lanes senses={senses} estimated={estimated} />;
}
