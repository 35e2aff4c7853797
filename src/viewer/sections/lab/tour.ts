/** @file The tour of the Lab: five short steps, each at a place on the page. */
import type { TourStep } from '../../studio/section.ts';

export const labTour: readonly TourStep[] = [
  {
    selector: '.lab-figure',
    title: 'A loss as a landscape',
    text: 'Each place is a choice of parameters, its colour the loss there. The lines are the ways of several methods from one start.',
  },
  {
    selector: '.lab-point',
    title: 'Press a point',
    text: 'An arm plays what these parameters do. Press twice, and all methods descend from there.',
  },
  {
    selector: '#tab-lab-settings',
    title: 'Step size and methods',
    text: 'Here you choose which methods are compared, at which step size and momentum, and over which plane.',
  },
  {
    selector: '.lab-tabs',
    title: 'The same descent, seen otherwise',
    text: 'Norms of gradients, descent beside its flow, curvature, and a pad of step sizes that can be pressed, too.',
  },
  {
    selector: '[data-panel="lab-doctor"], #tab-lab-doctor',
    title: 'The doctor',
    text: 'It says what hinders learning here, the worst first, each with its figure, and tries what may help.',
  },
];
