/** @file Which joint is looked at: emphasis by name, and what follows from it for bodies and rings. */
import type { RobotModel } from '../../robot/model.ts';

/** Names of joints, or null. */
export interface Highlight {
  /** Under the pointer, here or elsewhere on the page. */
  readonly hover: string | null;
  /** Chosen, until another is. */
  readonly pin: string | null;
}

export const noHighlight: Highlight = { hover: null, pin: null };

export type Emphasis = 'none' | 'hover' | 'pin' | 'dim';

/** How a joint stands out; others are dim only where one is pinned. */
export function emphasisOf(joint: string, { hover, pin }: Highlight): Emphasis {
  if (joint === pin) return 'pin';
  if (joint === hover) return 'hover';
  return pin === null ? 'none' : 'dim';
}

/** The independent joint that moves body i: joint i, or the one that it follows. */
export function driverOf({ joints }: RobotModel, body: number): string {
  const { name, mimic } = joints[body];
  return mimic?.joint ?? name;
}
