/** @file Robot files of tests/fixtures/robots, and what is asked of the models that they become. */
import { readdirSync, readFileSync } from 'node:fs';
import { tensor } from '../../src/core/population-tensor.ts';
import { forwardDynamics } from '../../src/dynamics/forward-dynamics.ts';
import { linkPose } from '../../src/dynamics/forward-kinematics.ts';
import { bias } from '../../src/dynamics/inverse-dynamics.ts';
import { massMatrix } from '../../src/dynamics/mass-matrix.ts';
import { RobotFormatError } from '../../src/errors.ts';
import type { RobotModel } from '../../src/robot/model.ts';
import { type LoadedRobot, loadRobot, type LoadOptions } from '../../src/robot/urdf/load.ts';

const folder = new URL('../fixtures/robots/', import.meta.url);

/** The bytes of a robot file, by its path without the extension. */
export const robotBytes = (path: string): Uint8Array => readFileSync(new URL(`${path}.urdf`, folder));

/** The names of all robot files of a folder, without the extension. */
export const robotFiles = (of: string): string[] =>
  readdirSync(new URL(`${of}/`, folder))
    .filter((name) => name.endsWith('.urdf'))
    .map((name) => name.replace(/\.urdf$/, ''))
    .sort();

export const loadFile = (path: string, options: LoadOptions = {}): LoadedRobot =>
  loadRobot(robotBytes(path), { file: `${path}.urdf`, ...options });

/** The message with which a file is refused. */
export function refusalOf(path: string, options: LoadOptions = {}): string {
  try {
    loadFile(path, options);
  } catch (error) {
    if (error instanceof RobotFormatError) return error.message;
    throw error;
  }
  throw new Error(`${path} was not refused`);
}

/** All that is said of a file that loads, a line each. */
export const saidOf = ({ findings }: LoadedRobot): string[] =>
  findings.map(({ severity, problem, found, remedy }) => [severity, problem, found, remedy].filter(Boolean).join('; '));

/** A state; what is left out is 0. */
export interface AtState {
  readonly q?: readonly number[];
  readonly v?: readonly number[];
  readonly tau?: readonly number[];
}

const filled = ({ nv }: RobotModel, values: readonly number[] | undefined) =>
  tensor([...(values ?? new Array<number>(nv).fill(0))]);

/** Rows of the mass matrix, one after another. */
export const massAt = (model: RobotModel, { q }: AtState = {}): number[] =>
  massMatrix(model, filled(model, q)).toArray();

export const biasAt = (model: RobotModel, { q, v }: AtState = {}): number[] =>
  bias(model, filled(model, q), filled(model, v)).toArray();

export const accelerationAt = (model: RobotModel, { q, v, tau }: AtState = {}): number[] =>
  forwardDynamics(model, filled(model, q), filled(model, v), filled(model, tau)).toArray();

export const placeOf = (model: RobotModel, link: string, { q }: AtState = {}): number[] =>
  linkPose(model, filled(model, q), link).translation.toArray();
