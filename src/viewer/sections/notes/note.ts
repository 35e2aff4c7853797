/** @file A math note as the page has it: text and formulas as a tree, never as HTML, so that nothing in it can be executed. */

/** An element with its attributes and children, or text. Besides HTML and MathML there are `equation`, `check` and `note-link`. */
export type NoteNode =
  string | readonly [tag: string, attributes: Readonly<Record<string, string>> | null, ...children: NoteNode[]];

export interface Heading {
  readonly id: string;
  readonly text: string;
  /** 1 for the title. */
  readonly depth: number;
}

/** A numbered formula, or a numbered paragraph in a note that displays none. */
export interface Equation {
  /** Its number, as addresses name it. */
  readonly id: string;
  /** Id of its element. */
  readonly anchor: string;
  /** Name in the implementation file that it is about. */
  readonly symbol: string;
}

/** A `ts check` block. */
export interface Check {
  /** Its line, as a name. */
  readonly id: string;
  /** First line of its code in the note's file. */
  readonly line: number;
  readonly code: string;
}

export interface Note {
  /** In math_notes, e.g. `dynamics/energy.md`. */
  readonly path: string;
  readonly title: string;
  readonly content: readonly NoteNode[];
  readonly headings: readonly Heading[];
  readonly equations: readonly Equation[];
  readonly checks: readonly Check[];
}

/** What is known of every note from the start. */
export interface NoteEntry {
  readonly path: string;
  readonly title: string;
  readonly headings: readonly Heading[];
  /** Each word of its text once, in lower case, joined by spaces. */
  readonly words: string;
  /** The file whose mathematics it derives, e.g. `src/dynamics/energy.ts`. */
  readonly source: string;
  /** What that file exports and the checks use, in the file's order. */
  readonly symbols: readonly string[];
  /** For the symbols that have one: the id of their first equation. */
  readonly equations: Readonly<Record<string, string>>;
  readonly checks: number;
}

/** An implementation file. */
export interface Code {
  readonly path: string;
  readonly text: string;
  /** Line of the declaration of each value that it exports, from 1. */
  readonly lines: Readonly<Record<string, number>>;
}
