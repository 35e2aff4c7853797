/** @file Forces of a hand: a spring from what it holds to where it is, and pushes that end. */
import type { RobotModel } from '../../../../../robot/model.ts';
import type { Place } from '../calls.ts';

/** N/m for a kilogram: so every robot answers alike. */
const stiffness = 250;
/** Most of a pull, by the weight of all that moves. */
const mostPull = 1.5;
const gravity = 9.81;

/** Mass of all that moves, kg. */
const massOf = ({ bodies }: RobotModel): number => bodies.reduce((sum, { inertia }) => sum + inertia.mass, 0);

/** Force of a spring between a place and a hand, N: stiff by the body's mass, and bounded by the robot's weight. */
export function springForce(model: RobotModel, body: number, place: Place, hand: Place): Place {
  const pull = hand.map((to, axis) => stiffness * model.bodies[body].inertia.mass * (to - place[axis]));
  const size = Math.hypot(pull[0], pull[1], pull[2]);
  const most = mostPull * gravity * massOf(model);
  const factor = size > most ? most / size : 1;
  return [factor * pull[0], factor * pull[1], factor * pull[2]];
}

/** A seventh of the weight of all that moves, to one digit, N. */
export function usualPush(model: RobotModel): number {
  const force = (gravity * massOf(model)) / 7;
  return force > 0 ? Number(force.toPrecision(1)) : 0;
}
