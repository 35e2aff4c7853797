/** @file At the foot of the 3-D view: pushes, how fast time passes, back to the start, what is drawn. */
import { icons } from '../../../../panels/icons.tsx';
import { tipWithKeys } from '../../../../panels/tip.tsx';
import { isTouch } from '../../../../studio/media.ts';
import { useStudio } from '../../../../studio/studio.ts';
import type { Layer } from '../../../../studio/store/view.ts';
import { formatQuantity } from '../../../../../text/quantities.ts';
import { type Direction, pushTowards } from '../commands.ts';
import { planOf, speeds } from '../live-plan.ts';

const directions: readonly { readonly to: Direction; readonly sign: string; readonly name: string }[] = [
  { to: 'left', sign: '←', name: 'to the left' },
  { to: 'right', sign: '→', name: 'to the right' },
  { to: 'up', sign: '↑', name: 'up' },
  { to: 'down', sign: '↓', name: 'down' },
];

/** Pushes without a pointer. */
function Pushes() {
  const studio = useStudio();
  const plan = planOf(studio.store);
  const force = formatQuantity(plan.pushForce.value, 'N');
  return (
    <div class="plan-pushes" role="group" aria-label={`Push the arm with ${force}`}>
      <span>Push</span>
      {directions.map(({ to, sign, name }) => (
        <button
          key={to}
          type="button"
          class="quiet"
          aria-label={`Push ${name}`}
          data-tip={tipWithKeys(`Pushes with ${force} for 0.2 s ${name}, as it is seen`, sign)}
          disabled={plan.facts.value === null}
          onClick={() => pushTowards(studio, to)}
        >
          {sign}
        </button>
      ))}
    </div>
  );
}

function Speed() {
  const plan = planOf(useStudio().store);
  return (
    <label
      class="plan-speed"
      data-tip={tipWithKeys('How fast time passes for the robot, by time as it passes here', '+ −')}
    >
      <span>Time</span>
      <select
        aria-label="How fast time passes for the robot"
        value={String(plan.speed.value)}
        onChange={({ currentTarget }) => plan.setSpeed(Number(currentTarget.value))}
      >
        {speeds.map((speed) => (
          <option key={speed} value={String(speed)}>
            {speed}×
          </option>
        ))}
      </select>
    </label>
  );
}

const drawn: readonly { readonly layer: Layer; readonly label: string; readonly tip: string }[] = [
  { layer: 'path', label: 'Predicted path', tip: 'Where the plan leads the hand, as a tube' },
  { layer: 'axes', label: 'Axes', tip: 'World axes x, y, z at the base, and half a metre on the floor' },
];

export function PlanBar() {
  const { view } = useStudio().store;
  const plan = planOf(useStudio().store);
  const { value: layers } = view.layers;
  const toggle = (layer: Layer): void => {
    view.layers.value = layers.includes(layer) ? layers.filter((one) => one !== layer) : [...layers, layer];
  };
  return (
    <div class="layers plan-bar" role="group" aria-label="Disturb it, and what is drawn">
      <button
        type="button"
        class="chip toggle"
        aria-pressed={plan.pulls.value}
        data-tip={
          isTouch.value
            ? 'A drag at the arm pulls at it'
            : 'A drag at the arm pulls at it. Without this: Ctrl and a drag'
        }
        onClick={() => (plan.pulls.value = !plan.pulls.value)}
      >
        Pull by hand
      </button>
      <Pushes />
      <Speed />
      <button
        type="button"
        class="chip"
        data-tip={tipWithKeys('Puts the robot back to where the scene begins', 'B')}
        disabled={plan.facts.value === null}
        onClick={() => plan.restart()}
      >
        {icons.undo} Back to start
      </button>
      {drawn.map(({ layer, label, tip }) => (
        <button
          key={layer}
          type="button"
          class="chip toggle"
          aria-pressed={layers.includes(layer)}
          data-tip={tip}
          onClick={() => toggle(layer)}
        >
          {label}
        </button>
      ))}
    </div>
  );
}
