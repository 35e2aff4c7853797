/**
 * @file The controller file: safetensors of a controller's parameters by their paths, with what it acts on and how, and with pairs of
 * observation and action, which show whoever loads it that it still acts the same.
 */
import { requireFunction, requireInstance, requireList, requireParts, requireText } from '../core/arguments.ts';
import type { ParameterSlot } from '../core/parameters.ts';
import { requireShape, sameShape, sizeOf } from '../core/shape.ts';
import { ArgumentError, SceneError } from '../errors.ts';
import { type StoredTensor, readSafetensors, writeSafetensors } from '../formats/safetensors.ts';
import { didYouMean } from '../text/did-you-mean.ts';
import { printable } from '../text/printable.ts';
import { type ControllerFacts, factsIn, metadataOf } from './controller-facts.ts';

/** A parameter's name and shape. */
export type ControllerTensor = Pick<ParameterSlot, 'path' | 'shape'>;

/** Everything that a controller file says. */
export interface ControllerFile {
  readonly facts: ControllerFacts;
  /** What the parameters are, in the order of the vector. */
  readonly parameters: readonly ControllerTensor[];
  readonly vector: Float64Array;
  readonly replay: ControllerReplay;
}

/** What it saw and what it did, row by row: at least once. */
export interface ControllerReplay {
  /** n rows of the numbers that `facts.observations` names. */
  readonly observation: Float64Array;
  /** n rows of as many numbers as `facts.action.scale` has. */
  readonly action: Float64Array;
}

/** What a controller with these parameters does, a row for each row of what it sees. */
export type ControllerFunction = (parameters: Float64Array, observation: Float64Array) => Float64Array;

/** Names of the stored pairs. */
const replayNames = { observation: 'replay.observation', action: 'replay.action' } as const;
/** How far actions may be from those that were stored, of their size where that is above 1. */
const tolerance = 1e-12;

const widthsOf = ({ observations, action }: ControllerFacts): Readonly<Record<keyof ControllerReplay, number>> => ({
  observation: observations.reduce((sum, { scale }) => sum + scale.length, 0),
  action: action.scale.length,
});

/** Bytes of a controller file. Throws an ArgumentError or a SceneError where something of it is missing or does not fit. */
export function encodeController(file: ControllerFile): Uint8Array {
  requireFile(file);
  const { facts, parameters, vector, replay } = file;
  const metadata = metadataOf(facts);
  const tensors = cut(parameters, vector);
  const rows = requirePairs(replay, facts);
  const widths = widthsOf(facts);
  const pairs = (['observation', 'action'] as const).map((part): StoredTensor => ({
    name: replayNames[part],
    shape: [rows, widths[part]],
    data: replay[part],
  }));
  return writeSafetensors([...tensors, ...pairs], metadata);
}

/** Refuses what has not the parts of a controller file. */
function requireFile(file: ControllerFile): void {
  const remedy = 'give what decodeController(…) returns';
  requireParts('file', file, { facts: 'an object', parameters: 'a list', replay: 'an object' }, remedy);
  requireParts('file.facts', file.facts, { observations: 'a list', action: 'an object' }, remedy);
  requireParts('file.facts.action', file.facts.action, { scale: 'a list' }, remedy);
}

/** A vector cut into its tensors. */
function cut(parameters: readonly ControllerTensor[], vector: Float64Array): StoredTensor[] {
  requireInstance('vector', vector, Float64Array);
  let offset = 0;
  const tensors = parameters.map((parameter, i) => {
    requireParts(`parameters[${i}]`, parameter, { path: 'a text', shape: 'a list' });
    const { path } = parameter;
    const shape = requireShape(`parameters[${i}]`, parameter.shape);
    const data = vector.slice(offset, (offset += sizeOf(shape)));
    return { name: path, shape, data };
  });
  if (offset !== vector.length)
    throw new ArgumentError('vector', `${vector.length} numbers`, `${offset}, as the parameters say`);
  return tensors;
}

/** Refuses pairs that are none of these facts; how many there are. */
function requirePairs(replay: ControllerReplay, facts: ControllerFacts): number {
  const { observation, action } = replay;
  requireInstance('replay.observation', observation, Float64Array);
  requireInstance('replay.action', action, Float64Array);
  const widths = widthsOf(facts);
  const rows = action.length / widths.action;
  if (!Number.isInteger(rows) || rows === 0 || observation.length !== rows * widths.observation)
    throw new ArgumentError(
      'replay',
      `${observation.length} numbers of observations and ${action.length} of actions`,
      `rows of ${widths.observation} and of ${widths.action}, at least one`,
    );
  if (![...observation, ...action].every(Number.isFinite))
    throw new ArgumentError('replay', 'a number that is not finite', 'finite numbers');
  return rows;
}

/**
 * What a controller file says, its parameters as they stand there; `file` is how errors call it. Throws an ArgumentError or a SceneError
 * that says what is missing or wrong. That it acts as it did is seen by `replayController`.
 */
export function decodeController(bytes: Uint8Array, file = 'controller file'): ControllerFile {
  requireText('file', file);
  const { tensors, metadata } = readSafetensors(bytes, file);
  try {
    const facts = factsIn(metadata);
    const widths = widthsOf(facts);
    const observation = pairsIn(tensors, 'observation', widths.observation);
    const action = pairsIn(tensors, 'action', widths.action);
    requirePairs({ observation, action }, facts);
    const pairNames: readonly string[] = Object.values(replayNames);
    const own = tensors.filter(({ name }) => !pairNames.includes(name));
    return {
      facts,
      parameters: own.map(({ name, shape }) => ({ path: name, shape })),
      vector: Float64Array.from(own.flatMap(({ data }) => [...data])),
      replay: { observation, action },
    };
  } catch (error) {
    if (error instanceof SceneError || error instanceof ArgumentError) error.message = `${printable(file)}: ${error.message}`; // prettier-ignore
    throw error;
  }
}

function pairsIn(tensors: readonly StoredTensor[], part: keyof ControllerReplay, width: number): Float64Array {
  const name = replayNames[part];
  const found = tensors.find((tensor) => tensor.name === name);
  const isWhole = found?.shape.length === 2 && found.shape[1] === width;
  if (!isWhole) throw misfit(name, found && shapeText(found.shape), `shape [n, ${width}]`);
  return Float64Array.from(found.data);
}

const shapeText = (shape: readonly number[]): string => `shape [${shape.join(', ')}]`;

const misfit = (name: string, found: string | undefined, expected: string, remedy?: string): SceneError =>
  new SceneError(`tensor "${printable(name)}"`, found ?? 'nothing', expected, remedy);

/**
 * The parameters of a controller file in the order of a layout's slots. Throws a SceneError that names a tensor that is missing, is one
 * too many, or has another shape.
 */
export function controllerVector(file: ControllerFile, slots: readonly ControllerTensor[]): Float64Array {
  requireFile(file);
  requireList('slots', slots, 'a list of slots, as a ParameterLayout has them');
  slots.forEach((slot, i) => requireParts(`slots[${i}]`, slot, { path: 'a text', shape: 'a list' }));
  const names = slots.map(({ path }) => path);
  const found = new Map(cut(file.parameters, file.vector).map((tensor) => [tensor.name, tensor]));
  const remedy = 'load it for the controller and the robot that it was learned with';
  for (const { name, shape } of found.values())
    if (!names.includes(name))
      throw misfit(name, shapeText(shape), 'no tensor of this name', didYouMean(name, names, remedy));
  const parts = slots.map(({ path, shape }) => {
    const tensor = found.get(path);
    if (!tensor || !sameShape(tensor.shape, shape))
      throw misfit(path, tensor && shapeText(tensor.shape), shapeText(shape), remedy);
    return [...tensor.data];
  });
  return Float64Array.from(parts.flat());
}

/**
 * Has a controller act on what its file's has seen: its actions must be those that stand there, within 1e-12 (of their size, where that
 * is above 1). Throws a SceneError that says which one is another.
 */
export function replayController(file: ControllerFile, vector: Float64Array, act: ControllerFunction): void {
  requireFile(file);
  requireInstance('vector', vector, Float64Array);
  requireFunction('act', act);
  const { facts, replay } = file;
  requirePairs(replay, facts);
  const { observation, action } = replay;
  const acted = act(vector, observation.slice());
  requireInstance('what act returns', acted, Float64Array);
  if (acted.length !== action.length)
    throw new ArgumentError('what act returns', `${acted.length} numbers`, `${action.length}`);
  const wrong = acted.findIndex((found, i) => !(Math.abs(found - action[i]) <= tolerance * Math.max(1, Math.abs(action[i])))); // prettier-ignore
  if (wrong < 0) return;
  const width = facts.action.scale.length;
  throw new SceneError(
    `tensor "${replayNames.action}", row ${Math.floor(wrong / width)}, number ${wrong % width}`,
    `${action[wrong]} where the controller now gives ${acted[wrong]}`,
    `the same within ${tolerance}`,
    'load it with the settings, the robot and the version of Adjoint that it was exported with',
  );
}
