/** @file Whether the gradient can be trusted: what was checked, to how many digits, and where it fails. */
import { printable } from '../../text/printable.ts';
import { trustWords } from '../studio/trust-words.ts';
import { useStudio } from '../studio/studio.ts';
import { NoteLink } from '../sections/notes/note-link.tsx';
import { icons } from './icons.tsx';
import { Popover } from './popover.tsx';

const toneIcons = { unknown: <i class="pulse" />, good: icons.check, bad: icons.warning } as const;

const about = {
  unknown: 'The gradient of what is open is compared, in the background, with other ways to compute it.',
  good: 'The gradient was compared with other ways to compute it, at the start of this scene.',
  bad: 'The gradient differs from what other ways to compute it give. Do not rely on what is learned here.',
} as const;

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
      <p class="trust-about">
        {about[tone]} It is computed by a{' '}
        <NoteLink of={{ kind: 'file', id: 'src/core/scan.ts' }}>sweep back through time</NoteLink>, which gives the{' '}
        <NoteLink of={{ kind: 'file', id: 'src/rollout/costates.ts' }}>derivatives of every step</NoteLink> on its way.
      </p>
      <ul>
        {lines.map(({ name, finding, isGood }) => (
          <li key={name} class={isGood ? 'good' : 'bad'}>
            {isGood ? icons.check : icons.warning}
            <span>{printable(name)}</span>
            <b>{printable(finding)}</b>
          </li>
        ))}
      </ul>
    </Popover>
  );
}
