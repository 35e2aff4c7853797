/** @file The line of a terminal that makes the run of the page again, with the same bits. */
import type { Scene } from '../../scene/schema.ts';
import { settingsOfScene } from './address/linked-scene.ts';
import { canonicalSetting } from './address/settings-codec.ts';

export interface CommandLine {
  readonly text: string;
  /** What has to be there before it runs; null where nothing has. */
  readonly needs: string | null;
}

/** A word as a POSIX shell takes it, whatever stands in it. */
export const shellQuoted = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;

/** What a file of a scene is called. */
export const sceneFileName = ({ name }: Scene): string => `${name.replace(/[^\w-]+/g, '-') || 'scene'}.json`;

interface OpenExperiment {
  /** Name of the bundled scene; empty for one of the user's own. */
  readonly sceneFile: string;
  readonly scene: Scene;
  readonly restarts: number;
  /** Name that the scene's file calls its robot by, where the robot is the user's own. */
  readonly ownRobot: string | null;
}

/** A scene of the user's own is run from its file, which says all that a setting could. */
export function commandLine({ sceneFile, scene, restarts, ownRobot }: OpenExperiment): CommandLine {
  const isOwn = sceneFile === '';
  const path = isOwn ? sceneFileName(scene) : `scenes/${sceneFile}`;
  const settings = isOwn ? [] : settingsOfScene(sceneFile.replace(/\.json$/, ''), scene).map(canonicalSetting);
  const words = [
    ...['adjoint', 'run', path],
    ...settings.flatMap((setting) => ['--set', setting]),
    ...(restarts > 1 ? ['--restarts', String(restarts)] : []),
  ];
  const files = [
    ...(isOwn ? [`the scene as ${path}`] : []),
    ...(ownRobot === null ? [] : [`the robot as ${ownRobot}`]),
  ];
  return {
    text: words.map(shellQuoted).join(' '),
    needs: files.length > 0 ? `Save ${files.join(' and ')} in one folder first.` : null,
  };
}
