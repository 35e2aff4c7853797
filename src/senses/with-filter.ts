/** @file A scene with another filter: what was said of the one before is kept where the other can be told it too. */
import { filterKinds } from '../estimation/filters/kinds.ts';
import { SceneError } from '../errors.ts';
import { parseScene } from '../scene/parse.ts';
import type { Scene } from '../scene/schema.ts';
import { typeOf } from '../settings/kinds.ts';

/** The names of the filters that a scene can have. */
export const filterNames = (): string[] => filterKinds.all.map(({ type }) => type);

/** The scene with a filter of that name. Throws an ArgumentError for an unknown one, a SceneError for what is no scene or has no estimator. */
export function withFilter(given: Scene, name: string): Scene {
  const scene = parseScene(given);
  const { estimator } = scene;
  const { settings } = filterKinds.of(name);
  if (!estimator) throw new SceneError('$.estimator', 'nothing', 'an estimator with sensors', 'say both in the scene');
  const { filter } = estimator;
  if (typeOf(filter) === name) return scene;
  const said = typeof filter === 'string' ? {} : filter;
  const kept = Object.entries(said).filter(([setting]) => setting !== 'type' && Object.hasOwn(settings, setting));
  return { ...scene, estimator: { ...estimator, filter: { type: name, ...Object.fromEntries(kept) } } };
}
