/** @file What stands beside the arm elsewhere, in the sheet of a small screen. */
import { useStudio } from '../../../studio/studio.ts';
import { sensesOf } from '../senses.ts';
import { LanesCard } from './lanes-card.tsx';
import { PopulationCard } from './population-card.tsx';
import { SensorsList } from './sensors-list.tsx';

/** A panel stays mounted once it was shown: where there is no sheet, the middle of the room has its figure. */
export const PopulationSheet = () => (
  <div class="figure-panel">
    <PopulationCard />
  </div>
);

export const LanesSheet = () => (
  <div class="figure-panel">
    <LanesCard />
  </div>
);

export function SensorsSheet() {
  const senses = sensesOf(useStudio().store);
  return (
    <div class="senses-sheet">
      {senses.estimated.value ? (
        <SensorsList senses={senses} />
      ) : (
        <p class="panel-empty">The sensors appear here once a scene is estimated.</p>
      )}
    </div>
  );
}
