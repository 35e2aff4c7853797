export declare const notePaths: () => string[];
export declare function checkBlocks(note: string): { readonly line: number; readonly code: string }[];
export declare function extractNotes(): void;
