/** @file What a scene says of an identification: recordings of its robot, and what they shall tell. */
import * as z from 'zod/mini';
import { unknownKinds } from '../identify/unknowns/kinds.ts';
import { field } from '../settings/fields.ts';
import { isFileBelow } from './robot-file.ts';

const recordingFile = z
  .string()
  .check(
    z.refine(
      (name) => isFileBelow(name, /[^/]\.(csv|npz)$/i),
      "a relative path at or below the scene's folder, with / between folders, that ends in .csv or .npz",
    ),
  );

export const identifyFields = {
  data: field(z.optional(z.union([recordingFile, z.array(recordingFile).check(z.minLength(1))])), {
    title: 'Recordings',
    description: 'files of recordings of the robot that an identification learns from',
    touches: 'structure',
    isAdvanced: true,
  }),
  unknown: field(z.optional(z.array(unknownKinds.schema).check(z.minLength(1))), {
    title: 'Unknown',
    description: 'what recordings shall tell of the robot',
    touches: 'structure',
    isAdvanced: true,
  }),
};
