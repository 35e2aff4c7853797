/** @file What xacro leaves in a file that it has not expanded, or not wholly. */

/** What is said of an element or attribute that xacro had to expand. */
export const notExpanded = {
  code: 'U009',
  problem: 'xacro is not expanded',
  remedy: 'run `xacro in.xacro > out.urdf`',
} as const;

/** Offset of the first expression of xacro in a text, or -1. */
export const xacroIn = (text: string): number => text.search(/\$[{(]/);

/** Whether a namespace is xacro's, in any of the spellings that its pages have had. */
export const isNamespaceOfXacro = (uri: string): boolean => /[/#]xacro\/?$/.test(uri.trim());

/** Definitions, which make nothing where nobody uses them. */
const definitions = ['property', 'arg', 'macro'];

interface Named {
  readonly xacroName?: string;
}

export const isXacroDefinition = ({ xacroName }: Named): boolean =>
  xacroName !== undefined && definitions.includes(xacroName);

/** An element in whose place xacro would put others: a call of a macro, an include, a condition. */
export const isXacroCall = (element: Named): boolean => element.xacroName !== undefined && !isXacroDefinition(element);
