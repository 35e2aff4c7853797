/** @file What is done with files that were given together: which of them are opened, and what is said of each. */
import type { LabFile } from '../../lab/schema.ts';
import { robotOf } from '../../scene/robot.ts';
import { robotFileName } from '../../scene/robot-file.ts';
import type { RecognisedFile } from '../../scene/recognise.ts';
import type { Scene } from '../../scene/schema.ts';
import type { DroppedFile } from './store/messages.ts';

/** A file, and what it is. */
export interface GivenFile {
  /** With its folders. */
  readonly path: string;
  readonly content: Uint8Array;
  readonly found: RecognisedFile;
  /** The scene that a scene or a run file says. */
  readonly scene?: Scene;
  /** The experiment that a file of the Lab says. */
  readonly lab?: LabFile;
  /** Why it says none. */
  readonly error?: unknown;
}

export interface IntakePlan {
  /** A scene or a run; null where there is none. */
  readonly main: GivenFile | null;
  readonly robot: GivenFile | null;
  /** A controller for the scene among the files, or for what is open. */
  readonly controller: GivenFile | null;
  /** Recordings of the robot that is open; none where something is opened. */
  readonly recordings: readonly GivenFile[];
  readonly list: readonly DroppedFile[];
}

export const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** The robot that a scene names; the first one where it names none of them. */
function robotFor(robots: readonly GivenFile[], scene: Scene | undefined): GivenFile | null {
  const name = scene && robotFileName(robotOf(scene).file);
  return robots.find(({ path }) => baseName(path) === name) ?? robots[0] ?? null;
}

/** What a file is, or why it is not used. */
function wordsOf({ found, error }: GivenFile, isUsed: boolean): string {
  if (isUsed) return found.is;
  if (error) return `${found.is} that has errors`;
  switch (found.kind) {
    case 'robot':
      return 'another robot: one is opened at a time';
    case 'scene':
    case 'run':
      return `${found.is}: one scene or run is opened at a time`;
    case 'lab':
      return `${found.is}: one is opened at a time`;
    case 'controller':
      return `${found.is}: one is opened at a time, without a run, and with its scene or where that is open`;
    case 'recording':
      return `${found.is}: dropped alone, the open robot is identified from it`;
    case 'mesh':
      return `${found.is}: meshes are not read yet, bones stand for them`;
    default:
      return found.remedy ? `${found.is}: ${found.remedy}` : found.is;
  }
}

export function planOf(files: readonly GivenFile[]): IntakePlan {
  const ofKind = (kind: RecognisedFile['kind']): GivenFile[] => files.filter(({ found }) => found.kind === kind);
  const main = [...ofKind('run'), ...ofKind('scene')].find(({ scene }) => scene !== undefined) ?? null;
  const robot = robotFor(ofKind('robot'), main?.scene);
  // a run has its own; and a robot alone is opened with a scene that nothing was learned in
  const isWanted = main ? main.found.kind === 'scene' : robot === null;
  const controller = (isWanted && ofKind('controller').find(({ error }) => error === undefined)) || null;
  const recordings = main || robot || controller ? [] : ofKind('recording');
  return {
    main,
    robot,
    controller,
    recordings,
    list: listOf(files, [main, robot, controller, ...recordings]),
  };
}

/** What is said of each file, where some are opened. */
export const listOf = (files: readonly GivenFile[], used: readonly (GivenFile | null)[]): readonly DroppedFile[] =>
  files.map((file) => {
    const isUsed = used.includes(file);
    return { name: file.path, isUsed, words: wordsOf(file, isUsed) };
  });
