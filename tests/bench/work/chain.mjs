/** @file A straight chain of equal links that hangs from the ceiling, its hinges alternately about x and y. */
import { Arm } from './arm.mjs';

const length = 0.2;

const link = (i) => `
  <link name="link${i}">
    <inertial>
      <origin xyz="0 0 ${-length / 2}"/>
      <mass value="1"/>
      <inertia ixx="0.004" ixy="0" ixz="0" iyy="0.004" iyz="0" izz="0.001"/>
    </inertial>
  </link>
  <joint name="joint${i}" type="continuous">
    <parent link="${i === 0 ? 'ceiling' : `link${i - 1}`}"/>
    <child link="link${i}"/>
    <origin xyz="0 0 ${i === 0 ? 0 : -length}"/>
    <axis xyz="${i % 2 === 0 ? '0 1 0' : '1 0 0'}"/>
    <dynamics damping="0.1" friction="0"/>
  </joint>`;

/** Arm of that many joints. */
export function chain(joints) {
  const links = Array.from({ length: joints }, (_, i) => link(i)).join('');
  return new Arm({
    urdf: `<?xml version="1.0"?>\n<robot name="chain">\n  <link name="ceiling"/>${links}\n</robot>\n`,
    link: `link${joints - 1}`,
    q: new Array(joints).fill(0),
    target: [0.1, 0.1, -0.1 * joints],
  });
}
