/** @file Which methods are compared: the experiment's own, or chosen kinds, at a step size and a momentum of all. */
import { comparedMethods } from '../../../../lab/compared-methods.ts';
import { type Chosen, settingOf, typeOf } from '../../../../settings/kinds.ts';
import type { LabChanges } from '../calls.ts';

/** Where no method of the experiment says one. */
const usualStepSize = 0.01;

/** With those settings that the method has. */
function withSettings(method: Chosen, settings: Readonly<Record<string, number | undefined>>): Chosen {
  const known = comparedMethods.of(typeOf(method)).settings;
  const own = Object.entries(settings).filter(([name, value]) => value !== undefined && Object.hasOwn(known, name));
  if (own.length === 0) return method;
  return { ...(typeof method === 'string' ? { type: method } : method), ...Object.fromEntries(own) };
}

/** Throws an ArgumentError where there is no such kind. */
export function comparedMethodsOf(own: readonly Chosen[], { methods, eta, beta, rates = [] }: LabChanges): Chosen[] {
  const first = own.map((method) => settingOf<number>(method, 'learningRate')).find((rate) => rate !== undefined);
  const chosen = methods
    ? methods.flatMap((type) => {
        const known = own.filter((method) => typeOf(method) === type);
        return known.length > 0 ? known : [withSettings({ type }, { learningRate: first ?? usualStepSize })];
      })
    : own;
  const changed = chosen.map((method) => withSettings(method, { learningRate: eta, momentum: beta }));
  // two of one kind may have become the same
  const texts = changed.map((method) => JSON.stringify(method));
  return changed
    .filter((_, index) => texts.indexOf(texts[index]) === index)
    .map((method, index) => withSettings(method, { learningRate: rates[index] ?? undefined }));
}
