/** @file Semi-implicit (symplectic) Euler: velocity first, then position with the new velocity. First order. */
import { add, mul } from '../../core/ops/elementwise.ts';
import { kind } from '../../settings/kinds.ts';
import { checkedAcceleration, type Integrator } from './integrator.ts';

export const semiImplicitEuler: Integrator = (acceleration, integrate, state, dt) => {
  const v = add(state.v, mul(dt, checkedAcceleration(acceleration)(state)));
  return { q: integrate(state.q, mul(dt, v)), v };
};

export const semiImplicitEulerKind = kind({
  type: 'semi-implicit-euler',
  title: 'Semi-implicit Euler',
  settings: {},
  make: () => semiImplicitEuler,
});
