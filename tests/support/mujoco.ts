/** @file MuJoCo's official WASM build as the independent reference for rigid-body dynamics. */
import loadMujoco from '@mujoco/mujoco';
import type { RobotModel } from '../../src/robot/model.ts';

type Mujoco = Awaited<ReturnType<typeof loadMujoco>>;

let loading: Promise<Mujoco> | undefined;

export const mujoco = (): Promise<Mujoco> => (loading ??= loadMujoco());

export interface MujocoState {
  readonly M: number[];
  readonly bias: number[];
  readonly a: number[];
  readonly tau: number[];
  readonly position: number[];
  readonly rotation: number[];
  readonly jacobian: number[];
}

/** URDF for MuJoCo: links kept apart, damping and friction left out, inertias taken as they are. */
export function urdfForMujoco(urdf: string): string {
  const options =
    '<mujoco><compiler fusestatic="false" discardvisual="true" balanceinertia="false" strippath="true"/></mujoco>';
  return urdf
    .replace(/<dynamics[^>]*\/>/g, '')
    .replace(/<visual>[\s\S]*?<\/visual>|<collision>[\s\S]*?<\/collision>/g, '')
    .replace(/(<robot[^>]*>)/, `$1${options}`);
}

/** A robot in MuJoCo; quantities are in the order of the model's joints. */
export class MujocoRobot {
  readonly #mj: Mujoco;
  readonly #model: InstanceType<Mujoco['MjModel']>;
  readonly #data: InstanceType<Mujoco['MjData']>;
  readonly #qpos: number[];
  readonly #dof: number[];

  private constructor(mj: Mujoco, urdf: string, robot: RobotModel) {
    this.#mj = mj;
    this.#model = mj.MjModel.from_xml_string(urdfForMujoco(urdf)) as InstanceType<Mujoco['MjModel']>;
    this.#data = new mj.MjData(this.#model);
    const ids = robot.joints.map(({ name }) => mj.mj_name2id(this.#model, mj.mjtObj.mjOBJ_JOINT.value, name));
    if (ids.some((id) => id < 0)) throw new Error('MuJoCo does not know a joint');
    this.#qpos = ids.map((id) => this.#model.jnt_qposadr[id]);
    this.#dof = ids.map((id) => this.#model.jnt_dofadr[id]);
    this.#model.opt.disableflags = mj.mjtDisableBit.mjDSBL_CONSTRAINT.value | mj.mjtDisableBit.mjDSBL_CONTACT.value;
  }

  static async load(urdf: string, robot: RobotModel): Promise<MujocoRobot> {
    return new MujocoRobot(await mujoco(), urdf, robot);
  }

  evaluate(q: readonly number[], v: readonly number[], tau: readonly number[], link: string): MujocoState {
    const mj = this.#mj;
    const [model, data, dof] = [this.#model, this.#data, this.#dof];
    const n = dof.length;
    this.#qpos.forEach((address, i) => (data.qpos[address] = q[i]));
    dof.forEach((address, i) => {
      data.qvel[address] = v[i];
      data.qfrc_applied[address] = tau[i];
    });
    mj.mj_forward(model, data);
    const full = new mj.DoubleBuffer(n * n);
    mj.mj_fullM(model, data, full);
    const M = Array.from(full.GetView() as Float64Array);
    const body = mj.mj_name2id(model, mj.mjtObj.mjOBJ_BODY.value, link);
    const position = Array.from(data.xpos.slice(3 * body, 3 * body + 3) as Float64Array);
    const [linear, angular] = [new mj.DoubleBuffer(3 * n), new mj.DoubleBuffer(3 * n)];
    mj.mj_jac(model, data, linear, angular, position, body);
    const rows = (buffer: typeof linear): number[] => {
      const view = buffer.GetView() as Float64Array;
      return [0, 1, 2].flatMap((row) => dof.map((address) => view[row * n + address]));
    };
    const a = dof.map((address) => data.qacc[address] as number);
    const result = {
      M: dof.flatMap((row) => dof.map((column) => M[row * n + column])),
      bias: dof.map((address) => data.qfrc_bias[address] as number),
      a,
      tau: [...tau],
      position,
      rotation: Array.from(data.xmat.slice(9 * body, 9 * body + 9) as Float64Array),
      jacobian: [...rows(angular), ...rows(linear)],
    };
    for (const buffer of [full, linear, angular]) buffer.delete();
    return result;
  }

  delete(): void {
    this.#data.delete();
    this.#model.delete();
  }
}
