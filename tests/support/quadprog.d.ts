/** Least of 1/2 x' D x - d' x with A' x >= b, by Goldfarb and Idnani; all lists begin at index 1. */
declare module 'quadprog' {
  export function solveQP(
    D: number[][],
    d: number[],
    A: number[][],
    b: number[],
  ): { readonly solution: number[]; readonly message: string };
}
