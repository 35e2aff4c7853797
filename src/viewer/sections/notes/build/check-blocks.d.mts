/** @file Types of check-blocks.mjs. */
export interface CheckBlock {
  readonly line: number;
  readonly code: string;
}

export function checkBlocks(text: string): CheckBlock[];

export type Imports = Map<string, Set<string>>;

export function hoistImports(blocks: readonly CheckBlock[]): {
  readonly imports: Imports;
  readonly bodies: readonly CheckBlock[];
};

export function opening(code: string): string;

export function importStatements(imports: Imports): string;
