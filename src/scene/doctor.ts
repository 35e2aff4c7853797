/** @file The doctor of a scene: takes its evidence, says what is wrong, and tries each remedy on a scene that is made anew. */
import { requireCallback, requireInstance, requireOptions, requireParts, requireSignal } from '../core/arguments.ts';
import { NonFiniteError } from '../errors.ts';
import type { Evidence } from '../learning/doctor/evidence.ts';
import { examine } from '../learning/doctor/examine.ts';
import type { Consultation } from '../learning/doctor/finding.ts';
import { consulted, examined, type Patient, type Watch } from '../learning/doctor/patient.ts';
import { Pace } from '../learning/pace.ts';
import { InlineRunner } from '../parallel/inline-runner.ts';
import { kernelShards } from '../parallel/kernel-shards.ts';
import { nextTurn } from '../optimize/next-turn.ts';
import { isPolicy } from '../../controllers/policy.ts';
import type { Trajectory } from '../rollout/trajectory.ts';
import { typeOf } from '../settings/kinds.ts';
import { jointVelocityKind } from '../task/residuals/joint-velocity.ts';
import { Saturation } from '../train/saturation.ts';
import { reassemble } from './assemble.ts';
import { Experiment } from './experiment.ts';
import { gradientNoise } from './gradient-noise.ts';
import { lessonOf } from './lesson.ts';
import type { Scene } from './schema.ts';
import { shortRun } from './short-run.ts';
import { withSettings } from './with-settings.ts';

/** How a doctor goes about it. */
export interface DoctorOptions {
  /** Flat parameters to examine it at; default the experiment's own start. */
  readonly parameters?: Float64Array;
  /** Whether remedies are tried; default true. */
  readonly tries?: boolean;
  /** The experiment of a changed scene; default: with the robot that is loaded, which remedies of the robot do not fit. */
  readonly remake?: (scene: Scene) => Experiment;
  /** Called before each measurement, in words. */
  readonly onPart?: (part: string) => void;
  readonly signal?: AbortSignal;
}

/** What a doctor found. */
export interface DoctorReport {
  /** The worst first; none where nothing is wrong that it knows. */
  readonly findings: readonly Consultation[];
  /** Part of the loss that a short run of its own method takes away, at most 1; -Infinity where it diverges. */
  readonly progress: number;
}

/**
 * Examines an experiment, says what is wrong with it, and tries what may help: the first remedy that helps is reported with its effect.
 * The event loop turns between measurements. Throws an ArgumentError where the arguments do not fit, and the signal's reason where it is
 * aborted.
 */
export async function consult(experiment: Experiment, options: DoctorOptions = {}): Promise<DoctorReport> {
  requireInstance('experiment', experiment, Experiment, 'give what assemble(…) returns');
  requireOptions('consult', options, ['parameters', 'tries', 'remake', 'onPart', 'signal']);
  const { parameters, tries = true, remake = (scene) => reassemble(experiment, scene), onPart, signal } = options;
  if (parameters !== undefined) requireInstance('parameters', parameters, Float64Array);
  if (onPart !== undefined) requireCallback('onPart', onPart);
  if (signal !== undefined) requireSignal(signal);
  requireCallback('remake', remake);
  const watch: Watch = { pace: new Pace(signal), onPart };
  const patient = patientOf(experiment, remake, parameters);
  const known = await examined(patient, watch);
  const findings: Consultation[] = [];
  for (const finding of known.findings) findings.push(await consulted(known, finding, tries, watch));
  return { findings, progress: known.progress };
}

/** An experiment at flat parameters, its own start where none are given; `remake`: the experiment of a changed scene. */
export function patientOf(
  experiment: Experiment,
  remake: (scene: Scene) => Experiment,
  parameters?: Float64Array,
): Patient {
  return {
    examine: (watch) => evidenceOf(experiment, parameters ?? experiment.initialParameters, watch),
    takes: () => true,
    changed: (settings) => {
      const changed = remake(withSettings(experiment.scene, settings));
      // what changes the controller starts again
      const keeps = !settings.some((setting) => setting.startsWith('controller.'));
      return patientOf(changed, remake, keeps && parameters?.length === changed.layout.size ? parameters : undefined);
    },
  };
}

/** What is measured of an experiment at flat parameters. */
function evidenceOf(experiment: Experiment, x: Float64Array, { pace, onPart }: Watch): Promise<Evidence> {
  requireParts('experiment', experiment, { layout: 'an object' });
  const { scene, problem, layout, disconnected } = experiment;
  const lesson = lessonOf(experiment, new InlineRunner(kernelShards, nextTurn));
  return examine(
    {
      scene: { ...scene, hasRest: scene.costs.some(({ residual }) => typeOf(residual) === jointVelocityKind.type) },
      problem,
      layout,
      disconnected,
      x,
      attempt: experiment.attempt(x),
      describe: (entries) => experiment.describe(entries),
      evaluate: (at) => experiment.evaluate(at),
      simulate: (at) => motionOf(experiment, at),
      run: (factor, own) => shortRun(experiment, x, factor, lesson, own),
      layers: () =>
        isPolicy(experiment.settings.controller)
          ? (Saturation.of(lesson, x)?.conditions(layout.fromVector(x)) ?? [])
          : [],
      gradientNoise: (own) => gradientNoise(experiment, lesson, x, own),
    },
    pace,
    onPart,
  );
}

/** The motion at flat parameters, as far as it is finite. */
function motionOf(experiment: Experiment, x: Float64Array): Trajectory {
  try {
    return experiment.simulate(x);
  } catch (error) {
    if (error instanceof NonFiniteError) return experiment.inspect(x).trajectory;
    throw error;
  }
}
