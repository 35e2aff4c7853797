/** @file The header's chooser of a room that has one of its own: what is open there, and all that can be, in groups. */
import { icons } from './icons.tsx';
import { chooseFiles } from './open-file.tsx';
import { Popover } from './popover.tsx';

interface RoomChooserProps {
  readonly id: string;
  /** Of the menu. */
  readonly title: string;
  /** What is chosen, in a word: `Scene`; and what it is, in a sentence without a full stop. */
  readonly noun: string;
  readonly about: string;
  readonly groups: readonly {
    readonly title: string;
    readonly choices: readonly { readonly name: string; readonly title: string }[];
  }[];
  /** The name and the title of what is open, and whether it was changed since. */
  readonly chosen: string;
  readonly shown: string;
  readonly isChanged: boolean;
  readonly open: (name: string) => void;
}

export function RoomChooser(props: RoomChooserProps) {
  const { id, title, noun, about, groups, chosen, shown, isChanged, open } = props;
  return (
    <Popover
      id={id}
      class="scene-chooser"
      role="menu"
      title={title}
      label={`${noun}: ${shown}${isChanged ? ', changed' : ''}`}
      tip={`${about}. ${isChanged ? 'It was changed since it was opened; Reset takes that back' : 'Opens another one'}`}
      button={
        <>
          <span class="scene-title">{shown}</span>
          {isChanged && <i class="changed-dot" />}
          {icons.down}
        </>
      }
    >
      {groups.map(({ title: heading, choices }) => (
        <div class="menu-group" role="group" aria-label={heading} key={heading}>
          <span aria-hidden="true">{heading}</span>
          {choices.map((choice) => (
            <button
              key={choice.name}
              type="button"
              role="menuitemradio"
              aria-checked={choice.name === chosen}
              tabIndex={-1}
              onClick={() => open(choice.name)}
            >
              {choice.title}
            </button>
          ))}
        </div>
      ))}
      <hr />
      <button type="button" role="menuitem" tabIndex={-1} onClick={chooseFiles}>
        {icons.file} {`Open ${/^[AEIOU]/.test(noun) ? 'an' : 'a'} ${noun.toLowerCase()} …`}
      </button>
    </Popover>
  );
}
