/** @file The integrators that a scene can name. */
import { Kinds } from '../../settings/kinds.ts';
import type { Integrator } from './integrator.ts';
import { rk4Kind } from './rk4.ts';
import { semiImplicitEulerKind } from './semi-implicit-euler.ts';

export const integratorKinds = new Kinds<null, Integrator>('integrator', [semiImplicitEulerKind, rk4Kind]);
