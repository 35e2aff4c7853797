/** @file Copies a link to what is on the screen, or the command that makes the run again in a terminal. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { robotOf } from '../../scene/robot.ts';
import { isOwnRobot } from '../studio/address/linked-scene.ts';
import { type CommandLine, commandLine } from '../studio/command-line.ts';
import { type Studio, useStudio } from '../studio/studio.ts';

/** How long a confirmation stays, ms. */
const confirmationTime = 4000;

/** What was copied, or what could not be and is offered to be copied by hand. */
interface Shared {
  readonly text: string;
  readonly isCopied: boolean;
  /** Said to all. */
  readonly words: string;
}

/** The command of what is open; null where nothing is. */
export function presentCommand(studio: Studio): CommandLine | null {
  const { command } = studio.section.value;
  return command ? command(studio) : runCommand(studio);
}

function runCommand({ store: { experiment } }: Studio): CommandLine | null {
  const { value: scene } = experiment.scene;
  const { value: robot } = experiment.robot;
  if (!scene || !robot) return null;
  const ownRobot = isOwnRobot(robot) ? robotOf(scene).file : null;
  return commandLine({ sceneFile: experiment.sceneFile.value, scene, restarts: experiment.restarts.value, ownRobot });
}

async function copied(text: string, name: string, more: string): Promise<Shared> {
  try {
    await navigator.clipboard.writeText(text);
    return { text, isCopied: true, words: `${name} copied.${more}` };
  } catch {
    return { text, isCopied: false, words: `The browser did not let the page copy. Copy the selected text.${more}` };
  }
}

/** The text, selected: for browsers that do not let a page copy. */
function Field({ text, onClose }: { readonly text: string; readonly onClose: () => void }) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, [text]);
  return (
    <span class="share-field">
      <input type="text" ref={field} value={text} readOnly aria-label="Text to copy" />
      <button type="button" class="secondary" onClick={onClose}>
        Close
      </button>
    </span>
  );
}

const leftOut = ' The learned numbers are too many for a link: save the run file to keep them.';

export function Share() {
  const studio = useStudio();
  const [shared, setShared] = useState<Shared | null>(null);
  const command = presentCommand(studio);
  useEffect(() => {
    if (!shared?.isCopied) return;
    const timer = setTimeout(() => setShared(null), confirmationTime);
    return () => clearTimeout(timer);
  }, [shared]);
  const share = (text: string, name: string, more: string): void => void copied(text, name, more).then(setShared);
  const shareLink = (): void => {
    const { url, isWithoutParameters } = studio.address.link;
    const needs = studio.section.value.linkNeeds?.(studio);
    share(url, 'Link', `${isWithoutParameters ? leftOut : ''}${needs ? ` ${needs}` : ''}`);
  };
  return (
    <div class="share">
      <button
        type="button"
        class="secondary"
        disabled={!command}
        data-tip="A link that opens exactly this"
        onClick={shareLink}
      >
        Copy link
      </button>
      <button
        type="button"
        class="secondary"
        disabled={!command}
        data-tip="The line for a terminal that makes this, to the last bit"
        onClick={() => command && share(command.text, 'Command', command.needs === null ? '' : ` ${command.needs}`)}
      >
        Copy command
      </button>
      <span class="share-said" role="status">
        {shared?.words}
      </span>
      {shared && !shared.isCopied && <Field text={shared.text} onClose={() => setShared(null)} />}
    </div>
  );
}
