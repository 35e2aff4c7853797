/** @file The fields of the address: all of the page, and those that its rooms add. */
import { clockFields, iterationField } from './clock-fields.ts';
import { experimentFields, type Known, parametersField } from './experiment-fields.ts';
import type { AddressField } from './field.ts';
import type { PageParts } from './parts.ts';
import { viewFields } from './view-fields.ts';
import type { WantedExperiment, WantedIteration } from './wanted.ts';

/** The one list that address, links and restoring follow from. `wanted` takes what can only be taken on together. */
export function addressFields(
  parts: PageParts,
  known: Known,
  wanted: WantedExperiment & WantedIteration,
): readonly AddressField[] {
  return [
    ...viewFields(parts),
    ...clockFields(parts, known),
    ...experimentFields(parts, known, wanted),
    iterationField(parts, wanted),
    parametersField(parts, known, wanted),
    ...parts.sections.flatMap((section) => section.address(parts)),
  ];
}

/** Present values by their keys; without those that change by themselves right now, unless they are asked for. Reads signals. */
export function valuesOf(fields: readonly AddressField[], includeMoving: boolean): Map<string, unknown> {
  const values = new Map<string, unknown>();
  for (const { key, read, isMoving } of fields) {
    if (!includeMoving && isMoving?.()) continue;
    const value = read();
    if (value !== null) values.set(key, value);
  }
  return values;
}
