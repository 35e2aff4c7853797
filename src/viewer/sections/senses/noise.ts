/** @file The noise of a sensor as it is and as the filter believes, as a hand sets it: lists keep the ratios of their numbers. */
import type { Scene } from '../../../scene/schema.ts';
import { withPart } from '../../../settings/set.ts';

/** Settings of a sensor that are read here; it has more. */
interface SaidSensor {
  readonly name: string;
  readonly noise: number | readonly number[];
}

const saidSensors = ({ sensors = [] }: Scene): readonly SaidSensor[] => sensors as unknown as readonly SaidSensor[];

const firstOf = (noise: SaidSensor['noise']): number => (typeof noise === 'number' ? noise : (noise[0] ?? 0));

/** Noise of a sensor, of its first channel where each has its own; and what the filter believes of it. */
export function noiseOf(
  scene: Scene,
  name: string,
): { readonly true: number; readonly believed: number; readonly isList: boolean } {
  const { noise } = saidSensors(scene).find((sensor) => sensor.name === name)!;
  const factor = scene.estimator?.believes?.sensors?.[name] ?? 1;
  return { true: firstOf(noise), believed: factor * firstOf(noise), isList: typeof noise !== 'number' };
}

/** Five digits are more than anybody sets. */
const rounded = (value: number): number => Number(value.toPrecision(5));

/** Another noise; what the filter believes stays as large as it was. */
export function withNoise(scene: Scene, name: string, value: number): Scene {
  const at = saidSensors(scene).findIndex((sensor) => sensor.name === name);
  const { noise } = saidSensors(scene)[at];
  const { believed } = noiseOf(scene, name);
  const next =
    typeof noise === 'number'
      ? value
      : noise.map((each) => rounded(firstOf(noise) > 0 ? (each * value) / firstOf(noise) : value));
  return withBelieved(withPart(scene, ['sensors', at, 'noise'], next) as Scene, name, believed);
}

/** The filter believes another noise than it is. */
export function withBelieved(scene: Scene, name: string, value: number): Scene {
  const { true: noise } = noiseOf(scene, name);
  const factor = noise > 0 ? rounded(value / noise) : 1;
  const { estimator } = scene;
  const sensors = { ...estimator!.believes?.sensors };
  if (factor === 1) delete sensors[name];
  else sensors[name] = factor;
  const { sensors: _, ...others } = estimator!.believes ?? {};
  void _;
  const believes = { ...others, ...(Object.keys(sensors).length > 0 && { sensors }) };
  return withPart(scene, ['estimator', 'believes'], Object.keys(believes).length > 0 ? believes : undefined) as Scene;
}
