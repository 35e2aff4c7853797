/** @file What controls the robot in the loop: model predictive control of an experiment's task, by the clock of the worker. */
import type { LiveMpc } from '../../../../../plan/mpc/live.ts';
import { liveMpc } from '../../../../../plan/mpc/live-mpc.ts';
import type { Experiment } from '../../../../../scene/experiment.ts';
import { type Chosen, settingOf } from '../../../../../settings/kinds.ts';
import type { LiveSettings } from '../calls.ts';

/** Makes the pilot of an experiment; with other settings than usual where they are given. */
export type PilotMaker = (experiment: Experiment, settings: LiveSettings | null) => LiveMpc;

/** `now`: a clock, ms. */
export const pilotBy =
  (now: () => number): PilotMaker =>
  ({ settings, scene, model, given: { scenario } }, wanted) => {
    const usual = { horizon: model.nv <= few ? 1 : 0.5 };
    return liveMpc(settings, scenario, { ...usual, ...saidBy(scene.method), ...wanted, now });
  };

/** Joints of a robot that is planned for farther ahead: it costs little, and what swings up has to look far. */
const few = 2;

/** What the scene's own method says of how it plans. */
function saidBy(method: Chosen): Partial<Record<(typeof said)[number], number>> {
  const found = said.flatMap((key) => {
    const value = settingOf<number>(method, key);
    return value === undefined ? [] : [[key, value]];
  });
  return Object.fromEntries(found) as Partial<Record<(typeof said)[number], number>>;
}

const said = ['horizon', 'period', 'substeps', 'budget'] as const;
