/** @file The same task by a controller that learns nothing: what a policy has to be better than. */
import { ikComputedTorqueKind } from '../../controllers/ik-computed-torque.ts';
import { linkPositionKind } from '../task/residuals/link-position.ts';
import { linkOrientationKind } from '../task/residuals/link-orientation.ts';
import { type Chosen, settingOf, typeOf } from '../settings/kinds.ts';
import type { Scene } from './schema.ts';

/** Residuals of everything that a scene asks for. */
const residualsOf = ({ costs, measures, success }: Scene): Chosen[] => [
  ...(success?.residual ? [success.residual] : []),
  ...Object.values(measures).map(({ residual }) => residual),
  ...costs.map(({ residual }) => residual),
];

/** Critically damped with 10 rad/s, 1/s^2 and 1/s: stiffer ones are unstable where commands come late. */
const gains = { kp: 100, kd: 20 } as const;

/**
 * The scene with inverse kinematics and computed torque for its controller, asked at every step of physics; null where it asks for no
 * place of a link.
 */
export function classicalScene(scene: Scene): Scene | null {
  const residuals = residualsOf(scene);
  const place = residuals.find((residual) => typeOf(residual) === linkPositionKind.type);
  if (!place) return null;
  const [link, to] = ['link', 'to'].map((setting) => settingOf<string>(place, setting)!);
  const orientation = residuals.some((residual) => typeOf(residual) === linkOrientationKind.type);
  // what a policy sees and moves is nothing to it
  const { observe: _, action: __, ...task } = scene;
  const { control: ___, ...time } = scene.time;
  return {
    ...task,
    time,
    controller: { type: ikComputedTorqueKind.type, link, to, ...gains, ...(orientation && { orientation }) },
  };
}
