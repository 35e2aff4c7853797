/** @file Rows of a scene's settings as the form of this room shows them. */
import type { FormRow } from '../../../panels/settings-form.ts';
import { Row } from '../../lab/panels/row.tsx';

/** A number is entered, a choice is made, a switch is thrown. */
export function FormRowView({ row }: { readonly row: FormRow }) {
  const { value, choices, least, step, change } = row;
  const label = row.label === 'Acts' ? 'Controller acts on the estimate' : row.label;
  if (choices) {
    const entries = Array.isArray(choices)
      ? choices.map((each) => [String(each), each] as const)
      : Object.entries(choices as Record<string, typeof value>);
    return (
      <Row label={label}>
        <select
          value={entries.find(([, each]) => each === value)?.[0]}
          onChange={({ currentTarget }) => change(entries.find(([name]) => name === currentTarget.value)![1])}
        >
          {entries.map(([name]) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      </Row>
    );
  }
  if (typeof value === 'boolean')
    return (
      <Row label={label}>
        <input type="checkbox" checked={value} onChange={({ currentTarget }) => change(currentTarget.checked)} />
      </Row>
    );
  if (typeof value === 'string') return null;
  return (
    <Row label={label}>
      <NumberField value={value} least={least} step={step} onChange={change} />
    </Row>
  );
}

interface NumberFieldProps {
  readonly value: number;
  readonly label?: string;
  readonly least?: number | undefined;
  readonly step?: number | undefined;
  readonly onChange: (value: number) => void;
}

/** What is no number, or too small, is not taken. */
export function NumberField({ value, label, least = -Infinity, onChange }: NumberFieldProps) {
  const shown = String(Number(value.toPrecision(6)));
  return (
    <input
      type="number"
      step="any"
      aria-label={label}
      value={shown}
      onChange={({ currentTarget }) => {
        const next = Number(currentTarget.value);
        const isTaken = currentTarget.value.trim() !== '' && Number.isFinite(next) && next >= least && next !== value;
        if (isTaken) onChange(next);
        else currentTarget.value = shown;
      }}
    />
  );
}
