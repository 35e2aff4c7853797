/** @file The belief of one coordinate as the activity of units that are tuned to it, at the moment that is shown. */
import { useMemo } from 'preact/hooks';
import { unitCount } from '../../../../senses/figures/unit-count.ts';
import { populationOf, unitId } from '../../../../senses/figures/population.ts';
import { StackFigure } from '../../../plots/stack-figure.tsx';
import { idOf, pinAfter, type Selected } from '../../../studio/store/selection.ts';
import { useStudio } from '../../../studio/studio.ts';
import type { Estimated } from '../calls.ts';
import { populationWords } from '../explanations.ts';
import { type Senses, sensesOf } from '../senses.ts';
import { coordinateLine, momentAt, tickAt } from '../units.ts';
import { Explanation } from './explanation.tsx';

/** The unit of a line; null for lines of something else. */
function unitOf(line: string | null): Selected | null {
  const [, id] = /^unit-(\d+)$/.exec(line ?? '') ?? [];
  return id === undefined ? null : { kind: 'unit', id };
}

function Switches({ senses }: { readonly senses: Senses }) {
  return (
    <span class="senses-choices">
      <button
        type="button"
        class="quiet senses-toggle"
        aria-pressed={senses.hasSpikes.value}
        data-tip="Whole numbers of spikes, drawn from the expected ones. Key: P"
        onClick={() => (senses.hasSpikes.value = !senses.hasSpikes.value)}
      >
        Spikes
      </button>
      <button
        type="button"
        class="quiet senses-toggle"
        aria-pressed={!senses.isNear.value}
        data-tip="Units over all that the joint can do, rather than over what the rollout covers. Key: Z"
        onClick={() => (senses.isNear.value = !senses.isNear.value)}
      >
        Whole range
      </button>
      <Explanation id="about-population" title="A belief as activity of units" parts={populationWords} />
    </span>
  );
}

/** Arrows go from unit to unit, Enter pins. */
function keysOf(unit: string | null, turnTo: (id: string) => void, pin: () => void) {
  return (event: KeyboardEvent): void => {
    const steps: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1 };
    if (event.key in steps) {
      const next = (Number(unit ?? (steps[event.key] > 0 ? -1 : 0)) + steps[event.key] + unitCount) % unitCount;
      turnTo(String(next));
    } else if (event.key === 'Enter' && unit !== null) pin();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
}

function Population({ senses, estimated }: { readonly senses: Senses; readonly estimated: Estimated }) {
  const { hover, pin } = useStudio().store.selection;
  const { record } = estimated;
  const coordinate = senses.coordinatePlace.value;
  const tick = tickAt(record, senses.clocks.cursor.t.value);
  const [hasSpikes, isNear, seed] = [senses.hasSpikes.value, senses.isNear.value, senses.seed.value];
  const line = coordinateLine(estimated, coordinate, isNear);
  const data = useMemo(() => {
    const { label: name, unit } = record.coordinates[coordinate];
    const now = momentAt(line, tick);
    if (!(now.deviation > 0) || !Number.isFinite(now.mean)) return null;
    return populationOf({
      bank: line.bank,
      name,
      unit,
      now,
      least: line.least,
      spikes: hasSpikes ? { seed, tick } : null,
    });
  }, [record, line, coordinate, tick, hasSpikes, seed]);
  const unit = idOf(hover.value, 'unit') ?? idOf(pin.value, 'unit');
  if (!data) return <p class="panel-empty">The filter has lost this coordinate: it believes no number.</p>;
  return (
    <StackFigure
      data={data}
      lit={unit === null ? [] : [unitId(Number(unit))]}
      onHoverLine={(id) => (hover.value = unitOf(id))}
      onPinLine={(id) => (pin.value = pinAfter(pin.value, unitOf(id)))}
      onKey={keysOf(
        unit,
        (id) => (hover.value = { kind: 'unit', id }),
        () => (pin.value = pinAfter(pin.value, hover.value)),
      )}
      actions={<Switches senses={senses} />}
    />
  );
}

export function PopulationCard() {
  const senses = sensesOf(useStudio().store);
  const { value: estimated } = senses.estimated;
  return (
    <div class="senses-population">
      {estimated ? (
        <Population senses={senses} estimated={estimated} />
      ) : (
        <p class="panel-empty">The belief appears here as activity of units once a scene is estimated.</p>
      )}
    </div>
  );
}
