/** @file What moves the target: which goal of a scene a hand moves, and which link shall come there. */
import type { Scene } from '../../../scene/schema.ts';
import type { Chosen } from '../../../settings/kinds.ts';
import { withPart } from '../../../settings/set.ts';
import { valueAt } from '../../../settings/schema-path.ts';

/** World axes, m. */
export type Position = readonly [number, number, number];

export interface Target {
  /** Name of a goal that has a position. */
  readonly goal: string;
  readonly link: string;
  /** Whether a run is judged by what is between the two at the end. */
  readonly isMeasured: boolean;
  /** Whether each rollout has one of its own: then a hand moves that of the rollout that is looked at, and no scene changes. */
  readonly isSampled: boolean;
}

/** The residual that a run is judged by, where it is read at the end; the first measure where nothing is said of success. */
function judged({ success, measures }: Scene): Chosen | undefined {
  if (success?.residual) return success.residual;
  const measure = success?.measure === undefined ? Object.values(measures)[0] : measures[success.measure];
  return measure?.when === 'end' ? measure.residual : undefined;
}

/** All residuals of a scene. */
const residualsOf = ({ costs, measures, success }: Scene): Chosen[] => [
  ...(success?.residual ? [success.residual] : []),
  ...Object.values(measures).map(({ residual }) => residual),
  ...costs.map(({ residual }) => residual),
];

const positionAt = (scene: Scene, goal: string): Position | undefined =>
  valueAt(scene.goals, [goal, 'position']) as Position | undefined;

/** Where a goal that is drawn for each rollout lies in the middle. */
const centerAt = (scene: Scene, goal: string): Position | undefined =>
  valueAt(scene.goals, [goal, 'center']) as Position | undefined;

/** Goal and link of a residual between them. */
function endsOf(scene: Scene, residual: Chosen): Omit<Target, 'isMeasured'> | undefined {
  const [goal, link] = ['to', 'link'].map((key) => valueAt(residual, [key]));
  if (typeof goal !== 'string' || typeof link !== 'string') return undefined;
  const isSampled = centerAt(scene, goal) !== undefined;
  return isSampled || positionAt(scene, goal) ? { goal, link, isSampled } : undefined;
}

/** The link that each goal with a position is for, by the goal's name: of the first residual that says so. */
export function linksOfGoals(scene: Scene): ReadonlyMap<string, string> {
  const found = residualsOf(scene).flatMap((residual) => endsOf(scene, residual) ?? []);
  return new Map(found.reverse().map(({ goal, link }) => [goal, link]));
}

/** The target of a scene: that of what it is judged by, else of the first residual that has one; null without any. */
export function targetOf(scene: Scene): Target | null {
  const main = judged(scene);
  const measured = main && endsOf(scene, main);
  if (measured) return { ...measured, isMeasured: true };
  for (const residual of residualsOf(scene)) {
    const ends = endsOf(scene, residual);
    if (ends) return { ...ends, isMeasured: false };
  }
  return null;
}

/** Where the target of a scene is; null without any. */
export function targetPosition(scene: Scene): Position | null {
  const target = targetOf(scene);
  return (target && (positionAt(scene, target.goal) ?? centerAt(scene, target.goal))) ?? null;
}

/** The scene with a goal somewhere else. */
export const withPosition = (scene: Scene, goal: string, position: Position): Scene =>
  withPart(scene, ['goals', goal, 'position'], [...position]) as Scene;

/** The scene with another link for a goal, in all residuals between the two. */
export function withLink(scene: Scene, goal: string, link: string): Scene {
  const relinked = <T extends { readonly residual?: Chosen }>(part: T): T =>
    part.residual && endsOf(scene, part.residual)?.goal === goal
      ? (withPart(part, ['residual', 'link'], link) as T)
      : part;
  const { costs, measures, success } = scene;
  return {
    ...scene,
    costs: costs.map(relinked),
    measures: Object.fromEntries(Object.entries(measures).map(([name, measure]) => [name, relinked(measure)])),
    success: success && relinked(success),
  };
}
