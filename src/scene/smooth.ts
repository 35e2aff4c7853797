/** @file A scene without what differences cannot see: rounding and draws among its own numbers, whose derivatives are stand-ins. */
import { filterKinds } from '../estimation/filters/kinds.ts';
import type { CheckPart } from '../learning/check-parts.ts';
import { type Chosen, settingOf, typeOf } from '../settings/kinds.ts';
import type { Scene } from './schema.ts';

/** A scene as its gradient can be checked, and in words what was set aside for that. */
export interface SmoothScene {
  readonly scene: Scene;
  readonly setAside: readonly string[];
}

type Settings = { readonly type: string; readonly [setting: string]: unknown };

const isPositive = (value: unknown): boolean =>
  typeof value === 'number' ? value > 0 : Array.isArray(value) && value.some(isPositive);

/** A filter without draws of its own, and what was set aside for that. */
function smoothFilter(chosen: Chosen): { readonly filter: Chosen; readonly setAside: readonly string[] } {
  const kind = filterKinds.of(typeOf(chosen));
  const { threshold, spikes, ...rest } = (typeof chosen === 'object' ? chosen : { type: chosen }) as Settings;
  const drawsAnew = Object.hasOwn(kind.settings, 'threshold') && threshold !== 0;
  const setAside = [...(drawsAnew ? ['drawing particles anew'] : []), ...(isPositive(spikes) ? ['spikes'] : [])];
  return { filter: setAside.length > 0 ? { ...rest, ...(drawsAnew && { threshold: 0 }) } : chosen, setAside };
}

/**
 * The scene with readings that are not rounded, particles that are not drawn anew and units that do not spike. The derivative of
 * a rounded reading is that of the reading itself (straight-through), that of a resampled particle its ancestor's: right on purpose,
 * and not what a difference of two rollouts says.
 */
export function smoothed(scene: Scene): SmoothScene {
  const { sensors, estimator } = scene;
  if (!sensors || !estimator) return { scene, setAside: [] };
  const rounded = sensors.filter((sensor) => isPositive(settingOf(sensor, 'resolution')));
  const { filter, setAside } = smoothFilter(estimator.filter);
  return {
    scene: {
      ...scene,
      sensors: sensors.map((sensor) =>
        rounded.includes(sensor) ? { ...(sensor as Settings), resolution: 0 } : sensor,
      ),
      estimator: { ...estimator, filter },
    },
    setAside: [...rounded.map((sensor) => `rounding of ${settingOf<string>(sensor, 'name')}`), ...setAside],
  };
}

/** What was set aside, as a part of a check. */
export const setAsidePart = (compared: string): CheckPart => ({
  name: 'set-aside',
  compared,
  error: 0,
  digits: null,
  tolerance: 0,
  ok: true,
});
