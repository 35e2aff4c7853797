/** @file The commands by their names; what one needs is loaded when it is asked for. */
import type { Command } from './command.ts';

interface Listed {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<Command>;
}

export const commands: readonly Listed[] = [
  {
    name: 'run',
    summary: 'do what a scene says: optimize its controller by gradients through the dynamics',
    load: async () => (await import('./run.ts')).run,
  },
  {
    name: 'evaluate',
    summary: 'test a trained controller where it has not learned, in our physics or in another',
    load: async () => (await import('./evaluate.ts')).evaluate,
  },
  {
    name: 'scene',
    summary: 'write a scene that works for a robot',
    load: async () => (await import('./scene.ts')).scene,
  },
  {
    name: 'export',
    summary: 'write what a run has learned, or how it moves, for other programs',
    load: async () => (await import('./export.ts')).exportRun,
  },
  {
    name: 'dynamics',
    summary: 'print M, bias, accelerations, Jacobian and derivatives of a robot in one state',
    load: async () => (await import('./dynamics.ts')).dynamics,
  },
  {
    name: 'gradcheck',
    summary: "check a scene's whole rollout gradient",
    load: async () => (await import('./gradcheck.ts')).gradcheck,
  },
  {
    name: 'explain',
    summary: "show what became of a scene's gradient program, and its limit on this machine",
    load: async () => (await import('./explain.ts')).explain,
  },
  {
    name: 'doctor',
    summary: 'say what is wrong with an experiment or a run, and try what may help',
    load: async () => (await import('./doctor.ts')).doctor,
  },
  {
    name: 'lab',
    summary: 'draw the loss of an experiment, a scene or a run, and how methods move on it',
    load: async () => (await import('./lab.ts')).lab,
  },
  {
    name: 'identify',
    summary: "find a robot's masses, friction and more from recordings, and what they do not tell",
    load: async () => (await import('./identify.ts')).identify,
  },
  {
    name: 'estimate',
    summary: 'say how well a robot knows its own state through its sensors, and which sensor to buy',
    load: async () => (await import('./estimate.ts')).estimate,
  },
];
