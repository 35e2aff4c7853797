/** @file Whether the gradient can be trusted: what was checked, to how many digits, and where it fails. */
import { trustWords } from '../studio/trust-words.ts';
import { useStudio } from '../studio/studio.ts';
import { icons } from './icons.tsx';
import { Popover } from './popover.tsx';

const toneIcons = { unknown: <i class="pulse" />, good: icons.check, bad: icons.warning } as const;

export function TrustBadge() {
  const { trust } = useStudio().store.messages;
  const { tone, label, short, lines } = trustWords(trust.value);
  return (
    <Popover
      id="trust"
      class={`badge ${tone}`}
      role="dialog"
      title="Is the gradient right?"
      label={label}
      tip="Every gradient is checked in the background against other ways to compute it. Press to see what was found"
      align="end"
      button={
        <>
          {toneIcons[tone]}
          <span class="badge-label">{label}</span>
          <span class="badge-short">{short}</span>
        </>
      }
    >
      <h2>{label}</h2>
      <ul>
        {lines.map(({ name, finding, isGood }) => (
          <li key={name} class={isGood ? 'good' : 'bad'}>
            <span>{name}</span>
            <span>{finding}</span>
          </li>
        ))}
      </ul>
    </Popover>
  );
}
