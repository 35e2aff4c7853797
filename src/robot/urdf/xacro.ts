/** @file What xacro leaves in a file that it has not expanded, or not wholly. */

/** What is said of an element or attribute that xacro had to expand. */
export const notExpanded = {
  code: 'U009',
  problem: 'xacro is not expanded',
  remedy: 'run `xacro in.xacro > out.urdf`',
} as const;

/** Offset of the first expression of xacro in a text, or -1. */
export const xacroIn = (text: string): number => text.search(/\$[{(]/);

/** Definitions, which make nothing where nobody uses them. */
const definitions = ['xacro:property', 'xacro:arg', 'xacro:macro'];

interface Named {
  readonly name: string;
}

export const isXacroDefinition = ({ name }: Named): boolean => definitions.includes(name);

/** An element in whose place xacro would put others: a call of a macro, an include, a condition. */
export const isXacroCall = (element: Named): boolean =>
  element.name.startsWith('xacro:') && !isXacroDefinition(element);
