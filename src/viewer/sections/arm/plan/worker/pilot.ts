/** @file What controls the robot in the loop: model predictive control of an experiment's task, by the clock of the worker. */
import type { LiveMpc } from '../../../../../plan/mpc/live.ts';
import { liveMpc } from '../../../../../plan/mpc/live-mpc.ts';
import type { Experiment } from '../../../../../scene/experiment.ts';
import type { LiveSettings } from '../calls.ts';

/** Makes the pilot of an experiment; with other settings than usual where they are given. */
export type PilotMaker = (experiment: Experiment, settings: LiveSettings | null) => LiveMpc;

/** `now`: a clock, ms. */
export const pilotBy =
  (now: () => number): PilotMaker =>
  ({ settings, given: { scenario } }, wanted) =>
    liveMpc(settings, scenario, { ...wanted, now });
