/** @file What was identified, tried on recordings that it was not learned from. */
import { requireList } from '../core/arguments.ts';
import { largest } from '../core/largest.ts';
import { tensor } from '../core/population-tensor.ts';
import { iterated, searchFrom } from './levenberg-marquardt.ts';
import { type Deviations, OutputError } from './output-error.ts';
import { segmentsOf } from './segments.ts';
import { hasUnknownStarts, numbersAt, type OutputModel } from './sensitivities.ts';
import { measuredStart } from './starts.ts';
import type { Steps } from './steps.ts';

/** Iterations in which the start of a recording is found. */
const iterations = 10;

/** The model with its numbers known, and where starts are unknown, nothing unknown but those. */
function known(output: OutputModel, x: Float64Array): OutputModel {
  const isStart = hasUnknownStarts(output);
  const mostDelay = output.unknowns.reduce((longest, unknown) => Math.max(longest, unknown.mostDelay ?? 0), 0);
  const nothing = {
    quantities: [],
    start: new Float64Array(0),
    read: () => tensor([]),
    put: <T>(numbers: T): T => numbers,
  };
  return {
    ...output,
    numbers: numbersAt(output, tensor(x)),
    unknowns: [{ ...nothing, mostDelay, ...(isStart && { isStart }) }],
  };
}

/** Root mean square of the residuals of recordings at coordinates x, in deviations of the sensors; starts that are unknown are found first. */
export function heldOut(
  output: OutputModel,
  x: Float64Array,
  recordings: readonly Steps[],
  deviations: Deviations,
): number {
  requireList('recordings', recordings);
  const { model, dt } = output;
  const segments = segmentsOf(
    recordings,
    largest(
      1,
      recordings.map(({ count }) => count),
    ),
  );
  const errors = new OutputError(known(output, x), recordings, segments, deviations);
  const starts = segments.map((one) => measuredStart(recordings[one.recording], one, model.nv, dt));
  let search = searchFrom(errors, { x: new Float64Array(0), starts });
  while (errors.own > 0 && search.end === null && search.iteration < iterations && Number.isFinite(search.squares))
    search = iterated(errors, search);
  return Math.sqrt(search.squares / Math.max(1, errors.told));
}
