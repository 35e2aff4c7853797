/** @file Robots of as many links as one likes: a chain that moves in a plane, and a star of pendulums. */

/** Distance between the axes of a chain, and between each joint of a star and its mass, m. */
export const spacing = 0.01;

const link = (name: string, mass: number): string =>
  `<link name="${name}"><inertial><origin xyz="${spacing} 0 0"/><mass value="${mass}"/><inertia ixx="1e-4" iyy="1e-4" izz="1e-4" ixy="0" ixz="0" iyz="0"/></inertial></link>`;

const joint = (i: number, parent: string, axis: string): string =>
  `<joint name="j${i}" type="continuous"><parent link="${parent}"/><child link="l${i}"/><origin xyz="${spacing} 0 0"/><axis xyz="${axis}"/><limit effort="10" velocity="3"/></joint>`;

const robot = (joints: number, of: (i: number) => readonly [parent: string, axis: string, mass: number]): string => {
  const parts = Array.from({ length: joints }, (_, i) => {
    const [parent, axis, mass] = of(i);
    return `${link(`l${i}`, mass)}\n${joint(i, parent, axis)}\n`;
  });
  return `<robot name="large"><link name="base"/>\n${parts.join('')}</robot>`;
};

/** Link i hangs on link i - 1; all axes are vertical, or turn about z, y and x by turns. */
export const chainOf = (joints: number, axes: 'vertical' | 'by turns' = 'vertical'): string =>
  robot(joints, (i) => [
    i === 0 ? 'base' : `l${i - 1}`,
    axes === 'vertical' ? '0 0 1' : ['0 0 1', '0 1 0', '1 0 0'][i % 3],
    1,
  ]);

/** All links hang on the base, by horizontal axes; their masses are 1, 2, 3, … kg. */
export const starOf = (joints: number): string => robot(joints, (i) => ['base', '0 1 0', i + 1]);
