/** @file Which methods are compared: the experiment's own, or chosen kinds, at a step size and a momentum of all. */
import { comparedMethods } from '../../../../lab/schema.ts';
import { type Chosen, settingOf, typeOf } from '../../../../settings/kinds.ts';
import type { LabChanges } from '../calls.ts';

/** Where no method of the experiment says one. */
const usualStepSize = 0.01;

const has = (type: string, setting: string): boolean => Object.hasOwn(comparedMethods.of(type).settings, setting);

const withSetting = (method: Chosen, setting: string, value: number | undefined): Chosen =>
  value === undefined || !has(typeOf(method), setting)
    ? method
    : { ...(typeof method === 'string' ? { type: method } : method), [setting]: value };

/** Throws an ArgumentError where there is no such kind. */
export function comparedMethodsOf(own: readonly Chosen[], { methods, stepSize, momentum }: LabChanges): Chosen[] {
  const first = own.map((method) => settingOf<number>(method, 'learningRate')).find((rate) => rate !== undefined);
  const chosen = methods
    ? methods.flatMap((type) => {
        const known = own.filter((method) => typeOf(method) === type);
        return known.length > 0 ? known : [withSetting({ type }, 'learningRate', first ?? usualStepSize)];
      })
    : own;
  const changed = chosen.map((method) =>
    withSetting(withSetting(method, 'learningRate', stepSize), 'momentum', momentum),
  );
  // two of one kind may have become the same
  const texts = changed.map((method) => JSON.stringify(method));
  return changed.filter((_, index) => texts.indexOf(texts[index]) === index);
}
