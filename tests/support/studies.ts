/** @file Studies of the Lab for tests: small experiments, scenes with their robots. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type FigureName } from '../../src/lab/figures/names.ts';
import { labFigures } from '../../src/lab/figures/all.ts';
import type { Drawing, DrawOptions } from '../../src/lab/figures/lab-figure.ts';
import { type Look, lookAt } from '../../src/lab/look.ts';
import { parseLab } from '../../src/lab/parse.ts';
import type { LabFile } from '../../src/lab/schema.ts';
import type { Study } from '../../src/lab/study.ts';
import { studyOfTextbook } from '../../src/lab/study-of-textbook.ts';
import { thisThread } from '../../src/learning/this-thread.ts';

const labFolder = new URL('../../scenes/lab/', import.meta.url);

export const labText = (name: string): string => readFileSync(new URL(`${name}.json`, labFolder), 'utf8');

export const labPath = (name: string): string => fileURLToPath(new URL(`${name}.json`, labFolder));

/** An experiment file of little work. */
export const smallLab = (changes: Record<string, unknown> = {}): LabFile =>
  parseLab({
    version: 2,
    name: 'small',
    title: 'A small bowl',
    landscape: { type: 'quadratic-bowl', condition: 5, sharpness: 2 },
    compare: [{ type: 'gradient-descent', learningRate: 0.3 }],
    iterations: 10,
    lab: { points: 11 },
    ...changes,
  });

export function smallStudy(changes: Record<string, unknown> = {}): Study {
  const file = smallLab(changes);
  return studyOfTextbook({ ...file, landscape: file.landscape! }, thisThread);
}

/** The last drawings of a figure. */
export async function drawn(look: Look, name: FigureName, options: DrawOptions = {}): Promise<readonly Drawing[]> {
  let last: readonly Drawing[] = [];
  for await (const drawings of labFigures[name].draw(look, options)) last = drawings;
  return last;
}

/** A study looked at. */
export const looked = (changes: Record<string, unknown> = {}): Promise<Look> => lookAt(smallStudy(changes));
