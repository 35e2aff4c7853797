/** @file Whether a controller file fits an experiment, by what both say: what must be the same, in words, and what may differ. */
import { SceneError } from '../errors.ts';
import type { ControllerFacts } from './controller-facts.ts';
import { settingOf, typeOf } from '../settings/kinds.ts';
import { printable } from '../text/printable.ts';

/** What a controller cannot act without, under its name in a refusal, in short. */
const needed: readonly (readonly [name: string, words: (facts: ControllerFacts) => string])[] = [
  ['controller', ({ controller }) => typeOf(controller)],
  ['joint names', ({ jointNames }) => jointNames.join(', ')],
  ['observations', ({ observations }) => observations.map(({ name, scale }) => `${name} (${scale.length})`).join(', ')],
  ['action', ({ action: { kind, scale } }) => `${kind} (${scale.length})`],
  ['control period', ({ controlPeriod }) => `${controlPeriod} s`],
];

const remedy = 'open it with the scene that it was learned in';

function requireSame(name: string, found: string, expected: string): void {
  if (found !== expected) throw new SceneError(name, printable(found), printable(expected), remedy);
}

/**
 * Refuses a file whose controller cannot act as it did in an experiment that says `own`. `isPolicy`: it sees no time, so that another
 * horizon changes nothing of what it does. Throws a SceneError that names the first fact that differs.
 */
export function requireFit(facts: ControllerFacts, own: ControllerFacts, isPolicy: boolean): void {
  for (const [name, words] of needed) requireSame(name, words(facts), words(own));
  const [found, expected] = [facts, own].map(({ controller }) => settingOf<unknown>(controller, 'hidden'));
  // those of a file that leaves them to the default are told by its tensors
  if (Array.isArray(found) && Array.isArray(expected))
    requireSame('hidden layers', found.join(', '), expected.join(', '));
  const listed = (numbers: readonly unknown[] | undefined): string => JSON.stringify(numbers ?? []);
  facts.observations.forEach((seen, i) => {
    for (const part of ['scale', 'offset', 'entries'] as const)
      requireSame(
        `observation "${printable(seen.name)}", ${part}`,
        listed(seen[part]),
        listed(own.observations[i][part]),
      );
  });
  requireSame('action, scale', listed(facts.action.scale), listed(own.action.scale));
  if (!isPolicy) requireSame('horizon', `${facts.horizon} s`, `${own.horizon} s`);
}

/** What was another thing where a controller was learned, although it fits: in words that follow "with". */
export function differencesFrom(facts: ControllerFacts, own: ControllerFacts): string[] {
  const isOther = (name: keyof ControllerFacts): boolean => JSON.stringify(facts[name]) !== JSON.stringify(own[name]);
  const found = [
    isOther('robotChecksum') && 'another robot file',
    isOther('effortLimits') && 'other effort limits',
    isOther('defaultConfiguration') && 'another start',
    isOther('horizon') && `a horizon of ${facts.horizon} s`,
  ].filter((words) => words !== false);
  // of a scene, only its checksum is known: it says no more than that something differs
  return found.length === 0 && isOther('sceneChecksum') ? ['other settings of the scene'] : found;
}
