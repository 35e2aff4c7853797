/** @file Both clocks' marks for what is shown in the room of the arm. */
import type { LaneMarks } from '../../studio/section.ts';
import type { Studio } from '../../studio/studio.ts';
import { marksOf } from './figures/over-iterations.tsx';
import { timeEvents } from './lane-events.ts';

/** Reads signals. */
export function armLanes({ store }: Studio): LaneMarks {
  const { value: look } = store.shown.look;
  const { value: loaded } = store.experiment.loaded;
  return { events: look && loaded ? timeEvents(look, loaded.model) : [], marks: marksOf(store) };
}
