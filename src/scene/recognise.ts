/** @file What a file is that a person gives, told by its content: a scene, an experiment of the Lab, a run file, a controller file, a robot, or something else, in words. */
import { requireText } from '../core/arguments.ts';
import { ArgumentError, limits } from '../errors.ts';
import { looksLikeSafetensors } from '../formats/safetensors-header.ts';
import {
  binaryFormat,
  failedDownload,
  firstElement,
  type OtherFormat,
  textFormat,
} from '../robot/urdf/other-formats.ts';
import { isRunText } from '../run/run-file.ts';
import { described } from '../text/described.ts';
import { printable } from '../text/printable.ts';

/** What can be opened, what goes with it, and all else. */
export type FileKind = 'scene' | 'lab' | 'run' | 'controller' | 'robot' | 'recording' | 'mesh' | 'archive' | 'other';

/** What a file is. */
export interface RecognisedFile {
  readonly kind: FileKind;
  /** In words that follow "This is", e.g. `a PNG image`. */
  readonly is: string;
  /** What helps, of a file of another kind. */
  readonly remedy?: string;
  /** The text of a scene, of an experiment or of a run file. */
  readonly text?: string;
}

const anyOfOurs =
  'open a scene (.json), a run file, a controller (.safetensors), a robot (.urdf) or a recording (.csv, .npz)';

const other = (is: string, remedy = anyOfOurs): RecognisedFile => ({ kind: 'other', is, remedy });

const ofFormat = ({ is, isMesh, isArchive }: OtherFormat): RecognisedFile => {
  if (isMesh) return { kind: 'mesh', is, remedy: 'open the robot (.urdf) that it is a part of' };
  return isArchive ? { kind: 'archive', is, remedy: 'unpack it, and open what is in it' } : other(is);
};

/**
 * What a file is by its content; `name` of a file decides only where the content could be anything. Whether a scene, a run, a controller
 * or a robot can be used is said by `readScene`, `readRun`, `openController` and `loadRobot`. Throws an ArgumentError where there is no content.
 */
export function recognise(content: string | Uint8Array, name = ''): RecognisedFile {
  requireText('name', name);
  if (typeof content !== 'string' && !(content instanceof Uint8Array))
    throw new ArgumentError('content', described(content), 'a text, or bytes in a Uint8Array');
  if (content.length === 0) return other('an empty file');
  if (content.length > limits.runFileBytes)
    return other(`a file of ${content.length} bytes`, `open one of at most ${limits.runFileBytes}`);
  if (typeof content !== 'string' && (looksLikeSafetensors(content) || /\.safetensors$/i.test(name)))
    return { kind: 'controller', is: 'a controller (safetensors)' };
  const format = typeof content === 'string' ? undefined : binaryFormat(content);
  if (format?.isArchive && /\.npz$/i.test(name)) return { kind: 'recording', is: 'a recording (npz)' };
  if (format) return ofFormat(format);
  const text = typeof content === 'string' ? content.replace(/^\ufeff/, '') : textOf(content);
  if (text === undefined) return isNamedRobot(name) ? robot : other('a binary file, or a text in another encoding');
  if (text.trim() === '') return other('an empty file');
  return isRunText(text) || /^\s*\{\s*"checksum"\s*:\s*"[^"]*"\s*,\s*"run"/.test(text)
    ? { kind: 'run', is: 'a run file', text }
    : ofText(text, name);
}

const robot: RecognisedFile = { kind: 'robot', is: 'a robot (URDF)' };

/** Whether a file calls itself a robot, so that the findings about it say what is wrong. */
const isNamedRobot = (name: string): boolean => /\.urdf$/i.test(name);

/** In the encoding of its mark, or in UTF-8; undefined where it is none of these. */
function textOf(bytes: Uint8Array): string | undefined {
  const encoding = ['utf-16le', 'utf-16be'].find((_, i) => bytes[i] === 0xff && bytes[1 - i] === 0xfe);
  try {
    const text = new TextDecoder(encoding ?? 'utf-8', { fatal: true }).decode(bytes);
    return text.includes('\0') ? undefined : text;
  } catch {
    // robots may be in the encoding that their first line declares
    const head = new TextDecoder('latin1').decode(bytes.subarray(0, 4096));
    return /^\s*</.test(head) && !head.includes('\0') ? head : undefined;
  }
}

function ofText(text: string, name: string): RecognisedFile {
  const failed = failedDownload(text);
  if (failed) return other(failed.is, failed.remedy);
  const format = textFormat(text);
  if (format) return ofFormat(format);
  if (/^\s*[{[]/.test(text)) return ofJson(text);
  if (/^\s*</.test(text)) return ofXml(text, name);
  if (/\.csv$/i.test(name)) return { kind: 'recording', is: 'a recording (CSV)' };
  return isNamedRobot(name) ? robot : other('a text that is no scene, no run and no robot');
}

/** Members of the outermost object that a scene has. */
const sceneMembers = ['version', 'robot'] as const;

/** A member that an experiment of the Lab has, and a scene has not. */
const labMember = 'compare';

/** A scene may have errors, of which its reader says line and column; what is JSON as a whole is judged by its members. */
function ofJson(text: string): RecognisedFile {
  const scene: RecognisedFile = { kind: 'scene', is: 'a scene', text };
  const lab: RecognisedFile = { kind: 'lab', is: 'an experiment of the Lab', text };
  if (text.length > limits.sceneFileBytes)
    return other(`a JSON file of ${text.length} characters`, `open a scene of at most ${limits.sceneFileBytes}`);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    if (text.includes(`"${labMember}"`) && text.includes('"version"')) return lab;
    return sceneMembers.every((key) => text.includes(`"${key}"`)) ? scene : other('a JSON file that is damaged');
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return other('a JSON file that is no scene');
  if (Object.hasOwn(json, labMember) && !Object.hasOwn(json, 'robot')) return lab;
  if (sceneMembers.some((key) => Object.hasOwn(json, key)) && !Object.hasOwn(json, 'asset')) return scene;
  if (Object.hasOwn(json, 'meshes')) return ofFormat({ is: 'a glTF mesh', isMesh: true });
  return other('a JSON file that is no scene');
}

function ofXml(text: string, name: string): RecognisedFile {
  const element = /^<([^\s/>]*)/.exec(firstElement(text))?.[1];
  if (element === 'robot' || isNamedRobot(name)) return robot;
  if (!element) return other('an XML file that is damaged');
  return other(`an XML file of <${printable(element)}>`);
}
