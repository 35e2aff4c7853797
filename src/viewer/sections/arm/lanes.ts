/** @file Both clocks' marks for what is shown in the room of the arm. */
import type { LaneMarks } from '../../studio/section.ts';
import type { Studio } from '../../studio/studio.ts';
import { marksOf } from './figures/over-iterations.tsx';
import type { RobotModel } from '../../../robot/model.ts';
import type { Look } from './calls.ts';
import { type TimeEvent, timeEvents } from './lane-events.ts';

const known = new WeakMap<Look, readonly TimeEvent[]>();

/** Found once for a look, however often the lanes are drawn. */
function eventsOf(look: Look, model: RobotModel): readonly TimeEvent[] {
  const events = known.get(look) ?? timeEvents(look, model);
  known.set(look, events);
  return events;
}

/** Reads signals. */
export function armLanes({ store }: Studio): LaneMarks {
  const { value: look } = store.shown.look;
  const { value: loaded } = store.experiment.loaded;
  return { events: look && loaded ? eventsOf(look, loaded.model) : [], marks: marksOf(store) };
}
