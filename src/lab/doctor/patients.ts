/** @file The patients of the Lab's doctor: each method that a study compares, on its landscape or with its arm. */
import * as z from 'zod/mini';
import type { Patient } from '../../learning/doctor/patient.ts';
import { reassemble } from '../../scene/assemble.ts';
import { patientOf } from '../../scene/doctor.ts';
import type { Experiment } from '../../scene/experiment.ts';
import type { Scene } from '../../scene/schema.ts';
import { field, jsonSchemaOf } from '../../settings/fields.ts';
import type { Chosen } from '../../settings/kinds.ts';
import { withSetting } from '../../settings/set.ts';
import { comparedMethods, labelOfMethod } from '../compared-methods.ts';
import type { Study } from '../study.ts';
import { examineLandscape } from './examine-landscape.ts';

/** One of the things that are examined. */
export interface StudyPatient {
  readonly patient: Patient;
  /** Its method in words; null where there is no other. */
  readonly label: string | null;
  /** Position among the methods of the study; null where it is the scene's own. */
  readonly method: number | null;
}

/** What a study of an experiment file compares, each; of a training the scene's own method, as others do not draw rollouts. */
export function patientsOf(study: Study, remake?: (scene: Scene) => Experiment): readonly StudyPatient[] {
  const { methods, arm, textbook } = study;
  if (arm?.experiment.isTraining) return [ownPatient(arm.experiment, study.start, remake)];
  return methods.map((method, index) => ({
    patient: arm ? withArm(study, arm.experiment, method, remake) : onLandscape(study, textbook!, method),
    label: methods.length > 1 ? labelOfMethod(method) : null,
    method: index,
  }));
}

/** A scene with the method that it has itself, where it starts or where a run of it has come to. */
export const ownPatient = (
  experiment: Experiment,
  x?: Float64Array,
  remake: (scene: Scene) => Experiment = (scene) => reassemble(experiment, scene),
): StudyPatient => ({ patient: patientOf(experiment, remake, x), label: null, method: null });

function withArm(
  { start, iterations }: Study,
  experiment: Experiment,
  chosen: Chosen,
  remake = (scene: Scene): Experiment => reassemble(experiment, scene),
): Patient {
  const method = { ...(typeof chosen === 'string' ? { type: chosen } : chosen), iterations };
  return patientOf(reassemble(experiment, { ...experiment.scene, method }), remake, start);
}

const methodSchema = jsonSchemaOf(
  z.strictObject({
    method: field(comparedMethods.schema, {
      title: 'Method',
      description: 'what descends',
      touches: 'input',
    }),
  }),
);

function onLandscape(study: Study, textbook: Chosen, method: Chosen): Patient {
  return {
    examine: (watch) => examineLandscape(study, textbook, method, watch),
    takes: (settings) => settings.every((setting) => setting.startsWith('method.')),
    changed: (settings) => {
      const changed = settings.reduce<unknown>((value, setting) => withSetting(methodSchema, value, setting), {
        method,
      }) as { method: Chosen };
      return onLandscape(study, textbook, changed.method);
    },
  };
}
