/** @file An extended Kalman filter of covariances in plain JavaScript: matrices of ml-matrix, motion and Jacobians of MuJoCo. */
import { inverse, Matrix } from 'ml-matrix';

const matrixOf = (rows, columns, data) => Matrix.from1DArray(rows, columns, data);

export class KalmanPeer {
  #mujoco;
  #encoded;

  constructor(mujoco, encoded) {
    this.#mujoco = mujoco;
    this.#encoded = encoded;
  }

  /** What is believed after the last reading of one run. */
  filter(member) {
    const { ticks, nv, start, deviation, force } = this.#encoded;
    const n = 2 * nv;
    let mean = Matrix.columnVector(start.mean);
    let covariance = matrixOf(n, n, start.covariance);
    const reads = Matrix.zeros(nv, n);
    for (let i = 0; i < nv; i++) reads.set(i, i, 1);
    const noise = Matrix.eye(nv).mul(deviation ** 2);
    for (let tick = 0; tick < ticks; tick++) {
      const across = covariance.mmul(reads.transpose());
      const gain = across.mmul(inverse(reads.mmul(across).add(noise)));
      const reading = Matrix.columnVector(this.#encoded.reading(tick, member));
      mean = Matrix.add(mean, gain.mmul(Matrix.sub(reading, reads.mmul(mean))));
      // Joseph's form: what is left stays symmetric and positive
      const left = Matrix.eye(n).sub(gain.mmul(reads));
      const taken = gain.mmul(noise).mmul(gain.transpose());
      covariance = left.mmul(covariance).mmul(left.transpose()).add(taken);
      if (tick === ticks - 1) break;
      const { next, A, B } = this.#mujoco.linearize(mean.to1DArray(), this.#encoded.torque(tick, member));
      const [byState, byForce] = [matrixOf(n, n, A), matrixOf(n, nv, B).mul(force)];
      mean = Matrix.columnVector(next);
      covariance = byState.mmul(covariance).mmul(byState.transpose()).add(byForce.mmul(byForce.transpose()));
    }
    return { mean: mean.to1DArray(), covariance: covariance.to1DArray() };
  }

  /** What MuJoCo has to do for as many ticks. */
  linearizations(member) {
    const { ticks, start } = this.#encoded;
    let state = start.mean;
    for (let tick = 0; tick < ticks; tick++)
      state = this.#mujoco.linearize(state, this.#encoded.torque(tick, member)).next;
  }
}
