/** @file The scenes of the project for tests: cut short, changed at a path, refused. */
import { readFileSync } from 'node:fs';
import { SceneError } from '../../src/errors.ts';
import type { RobotModel } from '../../src/robot/model.ts';
import { assemble } from '../../src/scene/assemble.ts';
import { robotOf } from '../../src/scene/robot.ts';
import type { Experiment } from '../../src/scene/experiment.ts';
import { type DefaultScene, defaultScene } from '../../src/scene/default-scene.ts';
import { parseScene, readScene } from '../../src/scene/parse.ts';
import type { Scene } from '../../src/scene/schema.ts';
import { assetText, sceneText } from './robots.ts';

export const sceneNames = ['panda-reach', 'ur5e-reach', 'two-link-reach', 'pendulum-swing-up'] as const;

/** The text of a scene as version 1 of the format had it. */
export const scene1Text = (name: string): string =>
  readFileSync(new URL(`../fixtures/scenes-1/${name}.json`, import.meta.url), 'utf8');

/** The scene with a horizon of its own, s. */
export const shortened = (scene: Scene, horizon: number): Scene => ({ ...scene, time: { ...scene.time, horizon } });

/** The experiment of a scene and its robot's file in assets. */
export const assembled = (scene: Scene): Experiment =>
  assemble(scene, assetText(robotOf(scene).file.replace('.urdf', '')));

/** The experiment of a scene of the project, over a horizon of its own where one is given. */
export function experimentOf(name: string, horizon?: number): Experiment {
  const scene = readScene(sceneText(name));
  return assembled(horizon === undefined ? scene : shortened(scene, horizon));
}

/** What a robot gets that came without a scene: the scene, and why it is so. */
export const sceneFor = (model: RobotModel, link?: string): DefaultScene =>
  defaultScene(model, { name: 'own-arm', title: 'Own arm', robot: 'own-arm.urdf', ...(link && { link }) });

/** The experiment of a scene written as an object. */
export const experimentFrom = (scene: object): Experiment => assembled(parseScene(scene));

/** The JSON value of a text with the value at a dotted path replaced (`undefined` removes it). */
export function changed(text: string, path: string, value: unknown): Record<string, unknown> {
  const scene = JSON.parse(text) as Record<string, unknown>;
  const keys = path.split('.');
  const last = keys.pop()!;
  const parent = keys.reduce<Record<string, unknown>>((object, key) => object[key] as Record<string, unknown>, scene);
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return scene;
}

/** The SceneError that `run` throws; any other error goes on. */
export function sceneErrorOf(run: () => unknown): SceneError {
  try {
    run();
  } catch (error) {
    if (error instanceof SceneError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}
