/**
 * @file The planar two-link arm in closed form (Siciliano et al. 2009, sec. 7.3.2), written once over whatever arithmetic a
 * library offers, so that every library differentiates the same program.
 */

export const [steps, members, dt] = [200, 256, 0.005];
export const start = [-0.5, 0.8];
const target = [0.4, 0.5];

const [m1, m2] = [1, 0.7];
const [l1, l2, c1, c2] = [0.5, 0.4, 0.25, 0.2];
const [I1, I2] = [0.0212333333, 0.00961333333];
const g = 9.81;

/** Torque of joint i at step t of a member, N m. */
export const torque = (t, i, member) => (2 - i) * Math.sin(0.03 * t + 0.7 * i + (2 * Math.PI * member) / members);

/**
 * One step of semi-implicit Euler. `ops`: add, sub, mul, div, sin, cos of two tensors or of a tensor and a number (the
 * number second), and `scale(x, number)`.
 */
export function step({ add, sub, mul, div, sin, cos, scale, shift }, [q1, q2, v1, v2], [t1, t2]) {
  const [s2, k2] = [sin(q2), cos(q2)];
  const m22 = I2 + m2 * c2 ** 2;
  const m12 = shift(scale(k2, m2 * l1 * c2), m22);
  const m11 = shift(scale(k2, 2 * m2 * l1 * c2), I1 + m1 * c1 ** 2 + I2 + m2 * (l1 ** 2 + c2 ** 2));
  const h = scale(s2, m2 * l1 * c2);
  const g2 = scale(cos(add(q1, q2)), m2 * g * c2);
  const g1 = add(scale(cos(q1), (m1 * c1 + m2 * l1) * g), g2);
  const r1 = add(sub(t1, g1), mul(h, add(scale(mul(v1, v2), 2), mul(v2, v2))));
  const r2 = sub(sub(t2, g2), mul(h, mul(v1, v1)));
  const determinant = sub(scale(m11, m22), mul(m12, m12));
  const a1 = div(sub(scale(r1, m22), mul(m12, r2)), determinant);
  const a2 = div(sub(mul(m11, r2), mul(m12, r1)), determinant);
  const [w1, w2] = [add(v1, scale(a1, dt)), add(v2, scale(a2, dt))];
  return [add(q1, scale(w1, dt)), add(q2, scale(w2, dt)), w1, w2];
}

/** Squared distance of the tip to the target. */
export function distance({ add, mul, sin, cos, scale, shift }, [q1, q2]) {
  const q12 = add(q1, q2);
  const x = shift(add(scale(cos(q1), l1), scale(cos(q12), l2)), -target[0]);
  const y = shift(add(scale(sin(q1), l1), scale(sin(q12), l2)), -target[1]);
  return add(mul(x, x), mul(y, y));
}
