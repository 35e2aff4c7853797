/** @file The sentences of the story card: each says what is seen, in words that a stranger knows, with links where there is more. */
import { counted } from '../../../../text/counted.ts';
import { capitalized } from '../../../../text/capitalized.ts';
import { oneLine } from '../../../../text/printable.ts';
import { formatSeconds } from '../../../../text/quantities.ts';
import { explained } from '../../notes/explained.ts';
import type { StoryPart, StoryState } from './story-parts.ts';

type Parts = readonly StoryPart[];

/** A cause, without what to try: that is a button. */
const causeOf = (detail: string): string => oneLine(detail.split(/; (?:try|fix): /)[0]);

/** "1.75 s into the motion". */
const instant = (time: number): string =>
  time < 0.005 ? 'at the start of the motion' : `${formatSeconds(time)} into the motion`;

/** What the rings are. */
function ringsOf({ time, showsRings }: StoryState): Parts {
  if (!showsRings)
    return [
      'The push at each joint that would lower the loss is hidden. ',
      { text: 'Show the rings', action: 'rings' },
    ];
  return [
    `Each ring is the push at that joint, ${instant(time)}, that would lower the loss most: `,
    { text: 'forward', sign: 'plus' },
    ' or ',
    { text: 'backward', sign: 'minus' },
    '. That is the ',
    { text: 'gradient', about: 'costates' },
    ', carried back through the ',
    { text: 'dynamics', about: 'dynamics' },
    '.',
  ];
}

/** What is known to stand in the way, with what helps. */
export function warningOf({ warning, remedy }: StoryState): Parts {
  if (warning === null) return [];
  const said = `${capitalized(causeOf(warning))}.`;
  return remedy === null ? [said] : [`${said} `, { text: remedy, action: 'remedy' }];
}

export function beforeRun(state: StoryState): Parts {
  const warning = warningOf(state);
  return warning.length > 0 ? warning : ['Iteration 0, before any learning. ', ...ringsOf(state)];
}

export function compiling({ restarts }: StoryState): Parts {
  const what = restarts > 1 ? `${restarts} starts and their gradients are` : 'The gradient of this robot and task is';
  return [`${what} being compiled, once. Learning begins in a moment.`];
}

export function running({ k, steps, parameters, restarts, method }: StoryState): Parts {
  const numbers = counted(parameters, 'number');
  return [
    restarts > 1 ? `Iteration ${k} of ${restarts} starts side by side: the loss ` : `Iteration ${k}: the loss `,
    { text: 'flows back', about: 'reverse' },
    ' through ',
    { text: counted(steps, 'step'), about: 'integrator' },
    ' to ',
    { text: numbers, about: 'controller' },
    ', and ',
    { text: method, about: 'method' },
    ' changes them.',
  ];
}

export const replaying = ({ k, best }: StoryState): Parts => [
  `Learning, played back: iteration ${k} of ${Math.max(k, best)}. `,
  { text: 'Skip', action: 'skip' },
];

export const lookingBack = (state: StoryState): Parts => [
  `Iteration ${state.k} of ${state.newest}. `,
  ...ringsOf(state),
];

/** "85 iterations, 0.4 s". */
export function effort({ newest, elapsed }: StoryState): string {
  const count = counted(newest + 1, 'iteration');
  return elapsed > 0 ? `${count}, ${elapsed.toFixed(elapsed < 10 ? 1 : 0)} s` : count;
}

const divergedOf = ({ diverged, restarts }: StoryState): string =>
  diverged > 0 ? ` ${diverged} of ${restarts} starts diverged.` : '';

function howItEnded(state: StoryState): string {
  const { outcome, phase, newest } = state;
  if (phase === 'paused' || outcome === null) return `Stopped after ${effort(state)}. Continue goes on from here.`;
  if (outcome.outcome === 'reached') return `Reached in ${effort(state)}.`;
  if (outcome.outcome === 'converged')
    return `Converged in ${effort(state)}${outcome.detail ? `: ${oneLine(outcome.detail)}` : ''}.`;
  if (outcome.outcome === 'stalled')
    return `Stuck after ${effort(state)}: ${oneLine(outcome.detail ?? 'no step leads down')}.`;
  return `${counted(newest + 1, 'iteration')} done, in ${state.elapsed.toFixed(1)} s. Continue goes on from here.`;
}

export function ended(state: StoryState): Parts {
  const isReached = state.phase === 'done' && state.outcome?.outcome === 'reached';
  const invitation = isReached && state.hasTarget ? ' Drag the target, and it learns on from here.' : '';
  const warning = state.verdict?.isReached ? [] : warningOf(state);
  return [`${howItEnded(state)}${divergedOf(state)}${invitation}${warning.length > 0 ? ' ' : ''}`, ...warning];
}

export function failed({ outcome, restarts, newest, remedy }: StoryState): Parts {
  const action: Parts = remedy === null ? [] : [' ', { text: remedy, action: 'remedy' }];
  if (outcome?.outcome === 'no-gradient') return [`${capitalized(causeOf(outcome.detail))}.`, ...action];
  if (outcome?.outcome !== 'diverged')
    return ['What went wrong is said beside. What was open before is kept.', ...action];
  const who = restarts > 1 ? `All ${restarts} starts diverged` : 'It diverged';
  const cause = explained(causeOf(outcome.detail));
  return [
    `${who} after ${counted(newest + 1, 'iteration')}: `,
    ...cause,
    '. The best numbers so far are kept.',
    ...action,
  ];
}
