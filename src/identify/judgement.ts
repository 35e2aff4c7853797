/** @file What an identification found, for people: each number with its confidence, and in words what the recordings do not determine. */
import { requireParts } from '../core/arguments.ts';
import { PopulationTensor } from '../core/population-tensor.ts';
import { formatNumber } from '../text/quantities.ts';
import { type Combination, regrouped, wordsOf } from './combinations.ts';
import { sharedEquations, type Equations } from './chains.ts';
import { columnLengths, type Knowledge, knowledgeOf, leastLeft } from './determined.ts';
import { type Quantity, type Reading, slopesOf, type Unknown } from './unknowns/unknown.ts';

/** A number that was identified. Plain data. */
export interface IdentifiedRow {
  readonly name: string;
  readonly unit: string;
  /** What it was taken for. */
  readonly before: number;
  readonly estimate: number;
  /** Ends of the interval that holds it with 95 % confidence; infinite where nothing determines it. */
  readonly low: number;
  readonly high: number;
  readonly isDetermined: boolean;
  /** Why it is not determined; empty where it is. */
  readonly why: string;
}

/** Numbers and what is known of them. */
export interface Judgement {
  readonly rows: readonly IdentifiedRow[];
  /** Sums of numbers that are determined where the numbers are not. */
  readonly combinations: readonly IdentifiedRow[];
  readonly condition: number;
  readonly words: readonly string[];
}

/** Standard deviations about the mean that hold 95 % of a normal distribution. */
const ninetyFive = 1.959963984540054;
/** Condition of J'J beyond which it is singular to working precision. */
const mostCondition = 1e12;

/** All unknowns as one reading. */
interface Whole {
  readonly quantities: readonly Quantity[];
  readonly values: Float64Array;
  /** [quantities][coordinates]. */
  readonly slopes: readonly Float64Array[];
}

/** Quantities of all unknowns, and how they move with all coordinates. */
function wholeOf(unknowns: readonly Unknown[], x: Float64Array, of: (unknown: Unknown) => Reading): Whole {
  let from = 0;
  const parts = unknowns.map((unknown) => {
    const size = unknown.start.length;
    const own = x.slice(from, from + size);
    const reading = of(unknown);
    const isEmpty = reading.quantities.length === 0;
    const slopes = (isEmpty ? [] : slopesOf(reading, own)).map((row) => {
      const whole = new Float64Array(x.length);
      whole.set(row, from);
      return whole;
    });
    from += size;
    const values = isEmpty ? [] : reading.read(new PopulationTensor({ shape: [size], population: 1 }, own)).toArray();
    return { quantities: reading.quantities, values, slopes };
  });
  return {
    quantities: parts.flatMap(({ quantities }) => quantities),
    values: Float64Array.from(parts.flatMap(({ values }) => values)),
    slopes: parts.flatMap(({ slopes }) => slopes),
  };
}

const along = (slopes: readonly Float64Array[], change: Float64Array): Float64Array =>
  Float64Array.from(slopes, (row) => row.reduce((sum, slope, j) => sum + slope * change[j], 0));

/**
 * What equations at the estimate say of the unknowns at coordinates x; `deviation` is that of the residuals, in those of the sensors.
 */
export function judged(
  unknowns: readonly Unknown[],
  x: Float64Array,
  equations: Equations,
  deviation: number,
): Judgement {
  requireParts('equations', equations, { own: 'a number', shared: 'a number', segments: 'a list' });
  const left = sharedEquations(equations);
  const before = lengthsBefore(equations);
  const knowledge = knowledgeOf(left, x.length, before);
  const shown = wholeOf(unknowns, x, (unknown) => unknown);
  const told = wholeOf(unknowns, x, (unknown) => unknown.linear ?? unknown);
  const scales = Float64Array.from(told.quantities, ({ scale }) => scale);
  const { without, combinations } = regrouped(
    knowledge.nulls.map((change) => along(told.slopes, change)),
    scales,
  );
  const names = told.quantities.map(({ name }) => name);
  const after = columnLengths(left, x.length);
  const besideStarts = Array.from(before, (length, j) => length > 0 && !(after[j] > leastLeft * length));
  const isOfStart = (place: number): boolean => told.slopes[place].some((slope, j) => slope !== 0 && besideStarts[j]);
  const groups = alike(combinations, told.quantities);
  const sums = combinations.map((combination) => sumOf(combination, told, knowledge, deviation));
  const of = (place: number): string =>
    isOfStart(place)
      ? `${names[place]} cannot be told from where the recordings start`
      : `${names[place]} has no effect on what was recorded`;
  const words = [
    ...effectless(without.filter((place) => !isOfStart(place)).map((place) => names[place])),
    ...without.filter(isOfStart).map(of),
    ...groups,
    ...(combinations.length > 0
      ? [`only ${listed(sums.map(({ name }) => name))} ${sums.length > 1 ? 'are' : 'is'} determined`]
      : []),
    ...(knowledge.nulls.length > 0 || knowledge.condition > mostCondition
      ? [
          `the condition of J'J is ${Number.isFinite(knowledge.condition) ? formatNumber(knowledge.condition) : 'infinite'}: some changes of the unknowns leave no trace`,
        ]
      : []),
  ];
  const rows = shown.quantities.map((quantity, i) =>
    rowOf(quantity, shown.values[i], deviation * knowledge.deviation(shown.slopes[i]), {
      isEffectless: without.some((place) => names[place] === quantity.name),
      isOfStart: shown.slopes[i].some((slope, j) => slope !== 0 && besideStarts[j]),
    }),
  );
  return { rows, combinations: sums, condition: knowledge.condition, words };
}

/** Lengths of the columns of what is shared while the starts are held. */
function lengthsBefore({ own, shared, segments }: Equations): Float64Array {
  const squares = new Float64Array(shared);
  for (const { rows } of segments)
    columnLengths(rows, own + shared).forEach((length, j) => {
      if (j >= own) squares[j - own] += length ** 2;
    });
  return squares.map(Math.sqrt);
}

function rowOf(
  { name, unit, before, scale }: Quantity,
  estimate: number,
  deviation: number,
  { isEffectless, isOfStart }: { readonly isEffectless: boolean; readonly isOfStart: boolean },
): IdentifiedRow {
  const half = Number.isFinite(deviation) ? ninetyFive * deviation : Infinity;
  const isDetermined = half <= Math.max(Math.abs(estimate), scale);
  const why = isDetermined
    ? ''
    : Number.isFinite(half)
      ? `known to ± ${formatNumber(half)} ${unit} only`
      : isOfStart
        ? 'cannot be told from where the recordings start'
        : isEffectless
          ? 'has no effect on what was recorded'
          : 'only its sum with others is determined';
  return { name, unit, before, estimate, low: estimate - half, high: estimate + half, isDetermined, why };
}

/** A sum as a row of its own. */
function sumOf(
  combination: Combination,
  { quantities, values, slopes }: Whole,
  knowledge: Knowledge,
  deviation: number,
): IdentifiedRow {
  const { terms } = combination;
  const total = (of: (place: number) => number): number =>
    terms.reduce((sum, { place, factor }) => sum + factor * of(place), 0);
  const bySlope = Float64Array.from(slopes[terms[0].place], (_, j) => total((place) => slopes[place][j]));
  const { unit } = quantities[terms[0].place];
  const name = wordsOf(
    combination,
    quantities.map((quantity) => quantity.name),
  );
  return rowOf(
    { name, unit, before: total((place) => quantities[place].before), scale: quantities[terms[0].place].scale },
    total((place) => values[place]),
    deviation * knowledge.deviation(bySlope),
    { isEffectless: false, isOfStart: false },
  );
}

/** "a, b and c". */
const listed = (names: readonly string[]): string =>
  names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)!}`;

const effectless = (names: readonly string[]): string[] =>
  names.length === 0 ? [] : [`${listed(names)} ${names.length > 1 ? 'have' : 'has'} no effect on what was recorded`];

/** Pairs that act alike at one speed. */
function alike(combinations: readonly Combination[], quantities: readonly Quantity[]): string[] {
  return combinations.flatMap(({ terms }) => {
    const words = terms.map(({ place }) => quantities[place].resists);
    if (terms.length !== 2 || words[0] === undefined || words[0] !== words[1]) return [];
    const [first, second] = terms.map(({ place }) => quantities[place].name.replace(` of ${words[0]!}`, '')).sort();
    return [`${first} and ${second} of ${words[0]} cannot be told apart at one speed`];
  });
}
