/** @file A study of a scene as an experiment file would say it, and a study with what such a file says. */
import { requireObject, requireText } from '../core/arguments.ts';
import { parseLab } from './parse.ts';
import { type LabFile, labVersion } from './schema.ts';
import type { Study } from './study.ts';

/** The experiment file of a study; `scene`: the name of its scene's file. Throws a SceneError where that is none. */
export function fileOfStudy(study: Study, scene: string): LabFile {
  requireObject('study', study, 'a study');
  requireText('scene', scene);
  const { name, title, about, seed, methods, iterations, lab } = study;
  return parseLab({
    version: labVersion,
    name,
    title,
    ...(about && { about }),
    seed,
    scene,
    compare: [...methods],
    iterations,
    lab,
  });
}

/** The same study, of which a file says something else. */
export function withFile(study: Study, file: LabFile): Study {
  requireObject('study', study, 'a study');
  requireObject('file', file, 'an experiment of the Lab');
  const { name, title, about = '', seed, compare: methods, iterations, lab } = file;
  return { ...study, name, title, about, seed, methods, iterations, lab };
}
