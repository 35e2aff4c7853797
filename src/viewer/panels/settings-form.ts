/** @file The settings panel's rows, by lil-gui. */
import { GUI } from 'lil-gui';
import type { RobotModel } from '../../robot/model.ts';
import type { Settings } from '../sections/reach/settings.ts';

/** Step sizes on a logarithmic ladder. */
const learningRates = [1e-5, 3e-5, 1e-4, 3e-4, 1e-3, 3e-3, 0.01, 0.03, 0.1, 0.3, 1, 3, 10];

/** Runs side by side: powers of four. */
const restartCounts = [1, 4, 16, 64, 256];

const methods = {
  Adam: 'adam',
  'L-BFGS': 'lbfgs',
  RMSProp: 'rmsprop',
  Momentum: 'momentum',
  'Gradient descent': 'gradient-descent',
};
const integrators = { 'Semi-implicit Euler': 'semi-implicit-euler', 'Runge-Kutta 4': 'rk4' };

/** Called when a person has finished changing a setting. */
export type OnChange = (setting: string) => void;

interface Row {
  readonly name: string;
  readonly min?: number;
  readonly max?: number;
  readonly step?: number;
  /** Values, or values by the names that are shown. */
  readonly options?: readonly number[] | readonly string[] | Readonly<Record<string, string>>;
}

/** Adds rows for properties of one object; `setting` is what the change is reported as. */
function rows(
  gui: GUI,
  object: object,
  specifications: Readonly<Record<string, Row>>,
  onChange: OnChange,
  setting?: string,
): void {
  for (const [property, row] of Object.entries(specifications)) {
    const { name, min, max, step, options } = row;
    const controller = options
      ? gui.add(object, property as never, options as object)
      : gui.add(object, property as never, min as number, max, step);
    controller.name(name).onFinishChange(() => onChange(setting ?? property));
  }
}

/** A list's present value beside those of the ladder. */
const withPresent = (ladder: readonly number[], present: number): number[] =>
  [...new Set([...ladder, present])].sort((a, b) => a - b);

function addController(gui: GUI, settings: Settings, { joints }: RobotModel, onChange: OnChange): void {
  const folder = gui.addFolder('Controller');
  rows(folder, settings, { gravityCompensation: { name: 'Gravity compensation' } }, onChange);
  if (settings.kp.length === 0)
    return rows(folder, settings, { knots: { name: 'Spline knots', min: 4, max: 60, step: 1 } }, onChange);
  const gains = (title: string, list: number[], setting: string): void => {
    const sub = folder.addFolder(title);
    sub.close();
    joints.forEach((joint, i) =>
      rows(sub, list, { [i]: { name: joint.name, min: 1e-3, step: 0.1 } }, onChange, setting),
    );
  };
  gains('Initial stiffness kp (N m/rad)', settings.kp, 'kp');
  gains('Initial damping kd (N m s/rad)', settings.kd, 'kd');
}

function addOptimizer(gui: GUI, settings: Settings, onChange: OnChange): void {
  const folder = gui.addFolder('Optimizer');
  rows(
    folder,
    settings,
    {
      restarts: { name: 'Restarts', options: restartCounts },
      optimizer: { name: 'Method', options: methods },
    },
    onChange,
  );
  if (settings.optimizer !== 'lbfgs')
    rows(
      folder,
      settings,
      {
        learningRate: { name: 'Step size', options: withPresent(learningRates, settings.learningRate) },
        clipNorm: { name: 'Clip norm', min: 0, step: 1 },
      },
      onChange,
    );
  rows(
    folder,
    settings,
    {
      iterations: { name: 'Iterations', min: 1, max: 1000, step: 1 },
      tolerance: { name: 'Tolerance (mm)', min: 0, max: 10, step: 0.1 },
    },
    onChange,
  );
}

function addWeights(gui: GUI, settings: Settings, onChange: OnChange): void {
  const folder = gui.addFolder('Cost weights');
  const weight = (name: string, step: number): Row => ({ name, min: 0, step });
  rows(
    folder,
    settings.weights,
    {
      position: weight('Distance on the way', 0.1),
      finalPosition: weight('Distance at the end', 1),
      finalVelocity: weight('Velocity at the end', 0.05),
      effort: weight('Effort', 0.001),
      limits: weight('Joint limits', 1),
    },
    onChange,
  );
  folder.close();
}

/** Builds the rows into an element; the settings object is changed in place. */
export function buildForm(container: HTMLElement, settings: Settings, model: RobotModel, onChange: OnChange): GUI {
  const gui = new GUI({ container, injectStyles: false, title: 'Settings', touchStyles: 0 });
  const target = gui.addFolder('Target');
  const metres = (name: string): Row => ({ name, min: -2, max: 2, step: 0.01 });
  rows(
    target,
    settings,
    {
      targetX: metres('x (m)'),
      targetY: metres('y (m)'),
      targetZ: metres('z (m)'),
      link: { name: 'Link', options: model.links.map(({ name }) => name) },
    },
    onChange,
  );
  addOptimizer(gui, settings, onChange);
  addController(gui, settings, model, onChange);
  addWeights(gui, settings, onChange);
  const simulation = gui.addFolder('Simulation');
  rows(
    simulation,
    settings,
    {
      horizon: { name: 'Horizon (s)', min: 0.1, max: 10, step: 0.1 },
      dt: { name: 'Time step (ms)', min: 0.5, max: 50, step: 0.5 },
      integrator: { name: 'Integrator', options: integrators },
      seed: { name: 'Seed', min: 0, step: 1 },
    },
    onChange,
  );
  return gui;
}
