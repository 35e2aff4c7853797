/** @file The tour of the arm's room: five short steps, each at a place on the page. */
import type { TourStep } from '../../studio/section.ts';

export const armTour: readonly TourStep[] = [
  {
    selector: '.world',
    title: 'An arm and its target',
    text: 'The arm shall bring its hand to the orange ball. Drag the ball, or turn the view with the pointer.',
  },
  {
    selector: '[data-panel="story"]',
    title: 'Rings are the gradient',
    text: 'Each ring is the push at a joint that would lower the loss at this instant. Green is forward, purple backward.',
  },
  {
    selector: '[data-panel="gradient"]',
    title: 'Every joint, every instant',
    text: 'The same pushes over the whole motion. They are computed backwards, from the end of the motion to its start.',
  },
  {
    selector: '.lane-k',
    title: 'Two clocks',
    text: 'The upper lane is time in the motion. The lower one is learning: move it, and see the arm of any iteration.',
  },
  {
    selector: '#optimize',
    title: 'Let it learn',
    text: 'Optimize follows the gradient until the hand is there. It can be stopped, changed and undone at any time.',
  },
];
