/** @file The tour of planning under control: five short steps, each at a place on the page. */
import type { TourStep } from '../../../studio/section.ts';

export const planTour: readonly TourStep[] = [
  {
    selector: '.task-choosers',
    title: 'Reach, train, plan',
    text: 'Planning finds the forces of a whole motion: once, or live, again and again from where the arm is.',
  },
  {
    selector: '.world',
    title: 'Drag the target, pull the arm',
    text: 'The tube is where the plan leads the hand. Drag the ball, and pull at the arm with Ctrl and a drag, or by hand.',
  },
  {
    selector: '.plan-pushes',
    title: 'Push it',
    text: 'A short push as you see it, also by the arrow keys. The next plan already knows of it.',
  },
  {
    selector: '[data-panel="plan-form"]',
    title: 'Weights act at once',
    text: 'What the plan shall care for. Move a slider while the arm moves, and see the cost and its parts below.',
  },
  {
    selector: '[data-panel="plan-story"]',
    title: 'What planning costs',
    text: 'How many plans a second, how old the one in force is, and whether they keep their budget of time.',
  },
];
