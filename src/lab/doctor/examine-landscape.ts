/** @file The doctor's evidence of a textbook landscape and one of its methods: all that needs no robot. */
import { NonFiniteError } from '../../errors.ts';
import type { Evidence } from '../../learning/doctor/evidence.ts';
import { examineLearning, partsOf, type RecordedRun } from '../../learning/doctor/examine-learning.ts';
import type { Watch } from '../../learning/doctor/patient.ts';
import { hessianAt, oneMember } from '../../learning/landscape.ts';
import type { Pace } from '../../learning/pace.ts';
import { populationOfOne } from '../../optimize/population-objective.ts';
import { optimized, slowed } from '../../scene/short-run.ts';
import { type Chosen, settingOf } from '../../settings/kinds.ts';
import { comparedMethods } from '../compared-methods.ts';
import type { Study } from '../study.ts';

/** What is found of anything without a robot. */
const nothingOfAnArm = {
  steps: 0,
  disconnected: [],
  instability: null,
  growth: null,
  drives: [],
  layers: [],
  gradientNoise: null,
  hopeless: { reasons: [], excess: 0, settings: [] },
} satisfies Partial<Evidence>;

/** A landscape and a method as remedies are written with them: it has no controller, but may have layers of rectifiers. */
const factsOf = (textbook: Chosen, method: Chosen): Evidence['scene'] => ({
  controller: textbook,
  method,
  time: { step: 1, horizon: 1 },
  costs: [],
  hasRest: true,
});

/** Everything that is measured of a method on a textbook landscape. Rejects with the reason of the pace's signal. */
export async function examineLandscape(
  study: Study,
  textbook: Chosen,
  method: Chosen,
  { pace, onPart }: Watch,
): Promise<Evidence> {
  const { landscape, objective, start, known } = study;
  // losses that go below 0 are told from the lowest: what a run takes away is a part of what there was
  let lowest = known.reduce((least, { loss }) => Math.min(least, loss), 0);
  const run = async (factor: number, own: Pace): Promise<RecordedRun | null> => {
    const found = await runOn(study, method, factor, own);
    if (!found) return null;
    lowest = found.losses.reduce((least, loss) => Math.min(least, loss), lowest);
    return { ...found, losses: found.losses.map((loss) => loss - lowest) };
  };
  const learned = await examineLearning(
    {
      layout: landscape.layout,
      x: start,
      isDetermined: true,
      evaluate: objective,
      product: (x) => hessianAt(landscape, x),
      run,
      describe: (entries) => describeEntries(entries, landscape),
      haveOtherLimits: () => false,
    },
    partsOf(pace, onPart),
    pace,
  );
  // units of rectifiers rest at some examples, as those of policies do
  const isPolicy = settingOf<string>(textbook, 'activation') === 'relu';
  return { ...nothingOfAnArm, ...learned, isPolicy, isPlan: false, scene: factsOf(textbook, method) };
}

/** Most entries of a tensor that are named each. */
const mostNamed = 3;

/** Entries by their names, or many of a tensor by how many they are. */
const describeEntries = (entries: readonly number[], { layout }: Study['landscape']): string =>
  layout.slots
    .flatMap(({ path, offset, size }) => {
      const own = entries.filter((entry) => entry >= offset && entry < offset + size);
      if (own.length > mostNamed) return [own.length === size ? path : `${own.length} of ${size} numbers of ${path}`];
      return own.map((entry) => layout.nameOf(entry));
    })
    .join(', ');

/** A short run from the start of a study. */
function runOn({ objective, start }: Study, chosen: Chosen, factor: number, pace: Pace): Promise<RecordedRun | null> {
  const own = slowed(chosen, factor);
  if (own === null) return Promise.resolve(null);
  const evaluateOne = (x: Float64Array) => ({ ...objective(x), terms: {}, measures: {} });
  const whole = {
    starts: oneMember(start),
    method: comparedMethods.make(own, null),
    evaluateOne,
    evaluate: (x: { readonly data: Float64Array }) => Promise.resolve(populationOfOne(orNone(evaluateOne, x.data))),
  };
  return optimized(whole, own, pace);
}

/** What is not finite is not: members end by it. */
function orNone(
  evaluate: (x: Float64Array) => ReturnType<Study['objective']>,
  x: Float64Array,
): Parameters<typeof populationOfOne>[0] {
  try {
    return { ...evaluate(x), terms: {}, measures: {} };
  } catch (error) {
    if (!(error instanceof NonFiniteError)) throw error;
    return { loss: NaN, gradient: x.map(() => NaN), terms: {}, measures: {} };
  }
}
