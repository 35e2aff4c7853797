/** @file Advice that several findings give: options, as the command line spells them. */

/** A name as a word of a command line. */
export const word = (name: string): string => (/^[\w.:/+=-]+$/.test(name) ? name : JSON.stringify(name));

/** Names that advice lists. */
const listed = 20;

/** The joints as fixed. */
export const byWelding = (joints: readonly string[]): string =>
  `weld ${joints.length === 1 ? 'it' : 'them'} (${joints
    .slice(0, listed)
    .map((name) => `--weld ${word(name)}`)
    .join(' ')})`;

/** A small rotor, kg m^2 (kg). */
export const usualRotor = 0.001;

/** Rotors at the joints. */
export const byArmature = (joints: readonly string[]): string =>
  `${joints.length === 1 ? 'its drive' : 'their drives'} a rotor (${joints
    .slice(0, listed)
    .map((name) => `--armature ${word(`${name}=${usualRotor}`)}`)
    .join(' ')})`;
