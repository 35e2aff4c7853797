/** @file Names of the columns that a run has of each measure. */

export const measureColumn = (name: string): string => `measure ${name}`;
