/** @file Recordings from files: CSV and npz, of a column or an array a quantity, under names that people and our own exports use. */
import { requireInstance, requireText } from '../core/arguments.ts';
import { ArgumentError } from '../errors.ts';
import { type CsvTable, decodeCsv } from '../formats/csv.ts';
import { decodeNpz, type NpyArray } from '../formats/npz.ts';
import { independentJoints } from '../robot/independent-joints.ts';
import type { RobotModel } from '../robot/model.ts';
import { requireModel } from '../robot/require-model.ts';
import { didYouMean } from '../text/did-you-mean.ts';
import { printable } from '../text/printable.ts';
import { type RobotRecording, requireRecording } from './recording.ts';

/** Rows of each quantity, [nv] a row. */
interface Quantities {
  readonly time: Float64Array;
  readonly q: Float64Array;
  readonly v?: Float64Array;
  readonly tau: Float64Array;
}

/** Names of a quantity in files, before a joint's name or number. */
const names = {
  q: 'q position pos'.split(' '),
  v: 'v qd velocity vel'.split(' '),
  tau: 'tau effort torque'.split(' '),
} as const;
type Quantity = keyof typeof names;

/** "q elbow [rad]" and "tau_elbow" in one form: without the unit, words apart by a space. */
const plainName = (name: string): string =>
  name
    .replace(/[[(][^\])]*[\])]\s*$/, '')
    .trim()
    .replaceAll(/[\s_.:/]+/g, ' ')
    .toLowerCase();

/** What is in the brackets of a name. */
const unitOf = (name: string): string | undefined => /[[(]([^\])]*)[\])]\s*$/.exec(name)?.[1].trim().toLowerCase();

/** Names that a column of a joint may have: "q elbow", "q0", "q 0", and "elbow" for its configuration. */
function namesOf(quantity: Quantity, joint: string, index: number): string[] {
  const own = plainName(joint);
  return names[quantity]
    .flatMap((word) => [`${word} ${own}`, `${own} ${word}`, `${word}${index}`, `${word} ${index}`])
    .concat(quantity === 'q' ? [own] : []);
}

/** Units that a column may say. */
const units: Readonly<Record<Quantity | 'time', readonly string[]>> = {
  time: ['s'],
  q: ['rad', 'm'],
  v: ['rad/s', 'm/s'],
  tau: ['n m', 'nm', 'n'],
};

function requireUnit(file: string, name: string, quantity: Quantity | 'time'): void {
  const unit = unitOf(name);
  if (unit !== undefined && unit !== '' && !units[quantity].includes(unit))
    throw new ArgumentError(
      `${file}: column "${printable(name)}"`,
      `unit ${printable(unit)}`,
      units[quantity].join(' or '),
      'convert it, e.g. degrees times pi / 180',
    );
}

/** A column of a joint, or all of them where the quantity is there. */
function columnsOf(
  table: CsvTable,
  file: string,
  model: RobotModel,
  quantity: Quantity,
): CsvTable['columns'] | undefined {
  const known = new Map(table.columns.map((column) => [plainName(column.name), column]));
  const joints = independentJoints(model);
  const found = joints.map(({ name }, i) =>
    namesOf(quantity, name, i)
      .flatMap((candidate) => known.get(candidate) ?? [])
      .at(0),
  );
  if (found.every((column) => column === undefined)) return undefined;
  const missing = found.indexOf(undefined);
  if (missing >= 0) {
    const wanted = `${quantity} ${joints[missing].name}`;
    throw new ArgumentError(
      `${file}: column of ${quantity} of joint "${joints[missing].name}"`,
      'none',
      `a column "${wanted}" or "${quantity}${missing}"`,
      didYouMean(
        wanted,
        table.columns.map(({ name }) => name),
        columnsInWords(table),
      ),
    );
  }
  found.forEach((column) => requireUnit(file, column!.name, quantity));
  return found as CsvTable['columns'];
}

/** A table of many columns is told by its first. */
function columnsInWords({ columns }: CsvTable): string {
  const told = columns.slice(0, 30).map(({ name }) => printable(name));
  return `columns: ${told.join(', ')}${columns.length > told.length ? ', …' : ''}`;
}

/** Refuses two columns of one name, of which only one would be read. */
function requireOnce({ columns }: CsvTable, file: string): void {
  const seen = new Set<string>();
  for (const { name } of columns) {
    const plain = plainName(name);
    if (plain !== '' && seen.has(plain))
      throw new ArgumentError(`${file}: column "${printable(name)}"`, 'it twice', 'each column once');
    seen.add(plain);
  }
}

function required<T>(file: string, what: string, value: T | undefined, remedy: string): T {
  if (value === undefined) throw new ArgumentError(`${file}: ${what}`, 'none', what, remedy);
  return value;
}

/**
 * A recording of a robot in CSV: columns `time` or `t` (s), and of each joint `q NAME` (rad or m), `tau NAME` (N m or N) and, where they were measured,
 * `v NAME`; or by numbers, `q0`, `tau0`; units may stand behind in brackets. Empty cells of q and v tell nothing. Throws an ArgumentError that names the column or row.
 */
export function recordingOfCsv(text: string, model: RobotModel, file = 'csv'): RobotRecording {
  requireText('csv', text);
  requireModel(model);
  requireText('file', file);
  const table = decodeCsv(text, file);
  requireOnce(table, file);
  const time = required(
    file,
    'a column "time"',
    table.columns.find(({ name }) => ['time', 't'].includes(plainName(name))),
    `name the column of times in s; ${columnsInWords(table)}`,
  );
  requireUnit(file, time.name, 'time');
  const rows = (quantity: Quantity): Float64Array | undefined => {
    const columns = columnsOf(table, file, model, quantity);
    if (!columns) return undefined;
    return Float64Array.from(
      { length: time.values.length * columns.length },
      (_, i) => columns[i % columns.length].values[Math.floor(i / columns.length)] ?? NaN,
    );
  };
  const v = rows('v');
  const joint = independentJoints(model).at(0)?.name ?? 'JOINT';
  return judgedRecording(file, model, {
    time: Float64Array.from(time.values, (value) => value ?? NaN),
    q: required(file, 'columns of q', rows('q'), `name them "q ${joint}", or q0, q1, …; ${columnsInWords(table)}`),
    ...(v && { v }),
    tau: required(
      file,
      'columns of tau',
      rows('tau'),
      `name them "tau ${joint}", or tau0, tau1, …: a simulation needs the forces; ${columnsInWords(table)}`,
    ),
  });
}

/** Rows of an array of npz, of as many as there are times; forces may have one fewer. */
function arrayOf(
  file: string,
  arrays: ReadonlyMap<string, NpyArray>,
  quantity: Quantity,
  { nv }: RobotModel,
  rows: number,
): Float64Array | undefined {
  const name = names[quantity].find((candidate) => arrays.has(candidate));
  if (name === undefined) return undefined;
  const { data, shape } = arrays.get(name)!;
  const isWhole =
    shape.length === 2 && shape[1] === nv && (shape[0] === rows || (quantity === 'tau' && shape[0] === rows - 1));
  if (!(data instanceof Float64Array) || !isWhole)
    throw new ArgumentError(
      `${file}: array ${name}`,
      `shape [${shape.join(', ')}]`,
      `float64 of shape [${rows}, ${nv}]`,
    );
  const whole = new Float64Array(rows * nv);
  whole.set(data);
  return whole;
}

/** A recording of a robot in npz: arrays `time` (or `t`) [rows], `q`, `tau` and perhaps `v` [rows, joints], in SI units. Throws an ArgumentError that names the array. */
export function recordingOfNpz(bytes: Uint8Array, model: RobotModel, file = 'npz'): RobotRecording {
  requireInstance('npz', bytes, Uint8Array);
  requireModel(model);
  requireText('file', file);
  const arrays = decodeNpz(bytes);
  const time = required(
    file,
    'an array "time"',
    arrays.get('time') ?? arrays.get('t'),
    'name the array of times in s',
  ).data;
  if (!(time instanceof Float64Array)) throw new ArgumentError(`${file}: array time`, 'texts', 'numbers');
  const of = (quantity: Quantity): Float64Array | undefined => arrayOf(file, arrays, quantity, model, time.length);
  const v = of('v');
  return judgedRecording(file, model, {
    time,
    q: required(file, 'an array "q"', of('q'), 'name the array of configurations q'),
    ...(v && { v }),
    tau: required(file, 'an array "tau"', of('tau'), 'name the array of forces tau: a simulation needs them'),
  });
}

/** Angles beyond which a joint that is limited to a turn is taken for one in degrees. */
const wholeTurn = 2 * Math.PI;

function judgedRecording(file: string, model: RobotModel, quantities: Quantities): RobotRecording {
  const recording = { name: file, ...quantities };
  requireRecording(file, recording, model);
  independentJoints(model).forEach(({ name, type, limits }, j) => {
    if (type !== 'revolute' || Math.max(-limits.lower, limits.upper) > wholeTurn) return;
    for (let i = j; i < quantities.q.length; i += model.nv)
      if (Math.abs(quantities.q[i]) > wholeTurn)
        throw new ArgumentError(
          `${file}: q of joint "${name}", row ${Math.floor(i / model.nv) + 1}`,
          `${quantities.q[i]}`,
          `rad within ${limits.lower} to ${limits.upper}`,
          'convert degrees to rad',
        );
  });
  return recording;
}
