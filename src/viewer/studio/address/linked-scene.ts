/** @file The scene of a link: a bundled one, and the settings that differ from its file. So any scene can be said, whatever it comes from. */
import { bundledRobots, bundledScenes } from '../../../platform/web/bundled-files.ts';
import { readScene } from '../../../scene/parse.ts';
import { robotOf } from '../../../scene/robot.ts';
import { robotFileName } from '../../../scene/robot-file.ts';
import type { Scene } from '../../../scene/schema.ts';
import { settingsFrom, withSettings } from '../../../scene/with-settings.ts';
import { firstScene } from '../../sections/arm/first-scene.ts';
import type { RobotFile } from '../../sections/arm/calls.ts';

const ending = '.json';

/** Names of the scenes that come with the page, without the end of the file's name. */
export const sceneNames = [...bundledScenes.keys()].map((file) => file.slice(0, -ending.length));

/** What a scene of the user's own is called in a link. */
export const ownScene = 'own';

/** The scene that a link begins with where it names none. */
export const usualScene = firstScene.slice(0, -ending.length);

const known = new Map<string, Scene>();

/** The scene that settings in a link are told from: of that name, or the first one for a scene of the user's own. */
export function baseScene(name: string): Scene {
  const base = name === ownScene ? usualScene : name;
  const scene = known.get(base) ?? readScene(bundledScenes.get(`${base}${ending}`) ?? '');
  known.set(base, scene);
  return scene;
}

/** Name of a scene in a link, by its file's. */
export const nameOfScene = (sceneFile: string): string =>
  sceneFile === '' ? ownScene : sceneFile.slice(0, -ending.length);

/** The way back: the name of the bundled file; empty for a scene of the user's own. */
export const fileOfScene = (name: string): string => (name === ownScene ? '' : `${name}${ending}`);

/** What differs from the scene that a link begins with. */
export const settingsOfScene = (name: string, scene: Scene): string[] => settingsFrom(baseScene(name), scene);

export interface LinkedScene {
  readonly scene: Scene;
  /** Why settings were left out. */
  readonly faults: readonly string[];
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The scene of a link; settings that make none are left out. */
export function linkedScene(name: string, settings: readonly string[]): LinkedScene {
  const base = baseScene(name);
  try {
    return { scene: withSettings(base, settings), faults: [] };
  } catch (error) {
    return { scene: base, faults: [wordsOf(error)] };
  }
}

/** The robot that a scene names, of those that come with the page. */
export function bundledRobot(scene: Scene): RobotFile | null {
  const { file } = robotOf(scene);
  const name = robotFileName(file);
  const content = file.includes('/') ? undefined : bundledRobots.get(name);
  return content === undefined ? null : { name, content };
}

/** Whether a robot file is the user's own. */
export const isOwnRobot = ({ name, content }: RobotFile): boolean => bundledRobots.get(name) !== content;
