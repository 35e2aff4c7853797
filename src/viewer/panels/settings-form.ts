/** @file The settings panel's rows, by lil-gui: whatever folders of rows it is given. */
import { type Controller, GUI, NumberController } from 'lil-gui';
import type { Subject } from '../sections/notes/note-of.ts';
import { isSame, type Lit, type Selected } from '../studio/store/selection.ts';

export type RowValue = number | boolean | string;

/** A setting that a person can change. */
export interface FormRow {
  readonly label: string;
  readonly value: RowValue;
  /** Where a number's slider and keys end; what is typed may lie beyond. With both it has a slider. */
  readonly least?: number;
  readonly most?: number;
  readonly step?: number;
  /** Whether a number is one of those that whole steps lead to. */
  readonly isSnapped?: boolean;
  /** Digits after the point, where all numbers of the row are shown with as many. */
  readonly digits?: number;
  /** Values to choose from, or values by the names that are shown. */
  readonly choices?: readonly RowValue[] | Readonly<Record<string, RowValue>>;
  /** What it is, its unit, what a change of it does. */
  readonly tip?: string;
  /** Gives it the value that it was opened with; set where it has another. */
  readonly reset?: () => void;
  /** Whether `change` is also called while a slider is dragged. */
  readonly isLive?: boolean;
  /** What a note derives of it. */
  readonly about?: Subject;
  /** What is lit everywhere with it. */
  readonly selected?: Selected;
  /** Called when a person has finished changing it. */
  readonly change: (value: RowValue) => void;
}

export interface FormFolder {
  readonly title: string;
  readonly isClosed?: boolean;
  /** Said above its rows; `isWarning`: stands in the way. */
  readonly note?: { readonly text: string; readonly isWarning: boolean };
  readonly rows: readonly FormRow[];
  readonly folders?: readonly FormFolder[];
}

export interface Form {
  /** Shows other values. Returns false where the rows are not the same ones: then a new form is needed. */
  readonly update: (folders: readonly FormFolder[]) => boolean;
  /** Marks the rows of what is lit; a row of what has just been pinned is brought into view. */
  readonly light: (lit: Lit) => void;
  /** The row that has the focus, by its path. */
  readonly focused: () => string | undefined;
  /** Gives the focus to the row at a path, where there is one. */
  readonly focus: (path: string) => void;
  readonly destroy: () => void;
}

/** Where rows lead. */
export interface FormLinks {
  readonly onNote: (about: Subject) => void;
  /** The pointer is on the row of something; null: it has left. */
  readonly onHover: (selected: Selected | null) => void;
}

/** Which folders are open, by their paths, once a person has opened or closed them: a new form keeps it. */
export type Unfolded = Map<string, boolean>;

/** A row on the screen: lil-gui writes into `value`. */
interface Shown {
  /** Titles of the folders that it is in, and its label. */
  readonly path: string;
  value: RowValue;
  row: FormRow;
  /** Whether a person is at it: typing, or with the slider in hand. */
  isHeld: boolean;
  readonly controller: Controller;
  readonly reset: HTMLButtonElement;
  readonly note: HTMLButtonElement;
}

/** A note of a folder on the screen, empty where it has none. */
type NoteElement = HTMLParagraphElement;

const foldersIn = (folders: readonly FormFolder[]): FormFolder[] =>
  folders.flatMap((folder) => [folder, ...foldersIn(folder.folders ?? [])]);

const rowsIn = (folders: readonly FormFolder[]): FormRow[] =>
  folders.flatMap(({ rows, folders: inner = [] }) => [...rows, ...rowsIn(inner)]);

/** What decides which rows there are. */
const structureOf = (folders: readonly FormFolder[]): unknown[] =>
  folders.map(({ title, rows, folders: inner = [] }) => [
    title,
    rows.map(({ label, value, choices }) => [label, typeof value, choices !== undefined]),
    structureOf(inner),
  ]);

/** A step for a number that has none of its own: a tenth of its power of ten. */
const stepFor = (value: number): number => (value > 0 ? 10 ** (Math.floor(Math.log10(value)) - 1) : 0.1);

function addRow(gui: GUI, row: FormRow, folder: string, links: FormLinks): Shown {
  const { label, value, least, most, step, isSnapped, choices, digits } = row;
  const held = { value };
  const add = (...more: unknown[]): Controller =>
    (gui as unknown as { add(...all: unknown[]): Controller }).add(held, 'value', ...more);
  const controller = choices ? add(choices) : add(least, most, isSnapped ? step : undefined);
  if (controller instanceof NumberController) {
    takeAsTyped(controller);
    // without snapping, keys move by ten steps
    if (!isSnapped) controller.step((step ?? stepFor(Number(value))) / 10, false);
    if (digits !== undefined) controller.decimals(digits);
  }
  const path = `${folder}/${label}`;
  const reset = rowButton('row-reset', '↺', `Reset ${label}`, 'Back to the value of the scene as it was opened');
  const note = rowButton('row-note', '∂', `Note about ${label}`, 'Opens the note that derives it');
  const parts = { path, row, isHeld: false, controller: controller.name(label), reset, note };
  const shown: Shown = Object.assign(held, parts);
  reset.addEventListener('click', () => shown.row.reset?.());
  note.addEventListener('click', () => shown.row.about && links.onNote(shown.row.about));
  controller.domElement.append(note, reset);
  followPointer(shown, links);
  controller.onChange((changed: RowValue) => {
    shown.isHeld = true;
    if (shown.row.isLive) shown.row.change(changed);
  });
  controller.onFinishChange((changed: RowValue) => {
    shown.isHeld = false;
    shown.row.change(changed);
  });
  decorate(shown);
  return shown;
}

/** The number that a person typed, with a point or a comma; NaN where it is none, or not one yet. */
const typedNumber = (text: string): number => (text.trim() === '' ? NaN : Number(text.replace(',', '.')));

/**
 * A number that is typed is taken as it is: the slider's ends and steps are for hands, and whoever gets it says what it may not be. What
 * ends as no number, or by Escape, leaves the one from before.
 */
function takeAsTyped(controller: NumberController): void {
  const { domElement, $input } = controller as NumberController & { readonly $input: HTMLInputElement };
  let before = controller.getValue();
  const listen = <K extends keyof HTMLElementEventMap>(type: K, hear: (event: HTMLElementEventMap[K]) => void): void =>
    domElement.addEventListener(type, (event) => event.target === $input && hear(event), { capture: true });
  listen('focus', () => (before = controller.getValue()));
  listen('input', (event) => {
    event.stopPropagation();
    const value = typedNumber($input.value);
    if (Number.isFinite(value)) controller.setValue(value);
  });
  listen('keydown', (event) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    $input.value = String(before);
    controller.setValue(before);
    $input.blur();
  });
  listen('blur', () => {
    if (!Number.isFinite(typedNumber($input.value))) controller.setValue(before);
  });
}

function rowButton(name: string, sign: string, label: string, tip: string): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = name;
  button.textContent = sign;
  button.setAttribute('aria-label', label);
  button.dataset.tip = tip;
  return button;
}

function followPointer(shown: Shown, { onHover }: FormLinks): void {
  const { domElement } = shown.controller;
  const hover = (isOver: boolean): void => {
    const { selected } = shown.row;
    if (selected) onHover(isOver ? selected : null);
  };
  domElement.addEventListener('pointerenter', ({ pointerType }) => pointerType !== 'touch' && hover(true));
  domElement.addEventListener('pointerleave', () => hover(false));
}

/** Opens the folders around a row, and scrolls to it. */
function bringIntoView({ controller }: Shown): void {
  for (let folder: GUI | undefined = controller.parent; folder; folder = folder.parent) folder.open();
  controller.domElement.scrollIntoView({ block: 'nearest' });
}

/** What a row says besides its value. */
function decorate({ row: { tip, reset, about }, controller: { domElement }, reset: button, note }: Shown): void {
  const isChanged = reset !== undefined;
  domElement.classList.toggle('changed', isChanged);
  button.hidden = !isChanged;
  note.hidden = about === undefined;
  if (tip === undefined) return;
  for (const element of [domElement, ...domElement.querySelectorAll<HTMLElement>('input, select')])
    element.dataset.tip = tip;
}

function addNote(gui: GUI): NoteElement {
  const note = document.createElement('p');
  note.className = 'form-note';
  gui.$children.prepend(note);
  return note;
}

function say(element: NoteElement, { note }: FormFolder): void {
  element.hidden = note === undefined;
  element.textContent = note?.text ?? '';
  element.classList.toggle('warning', note?.isWarning === true);
}

/** What a form is made of, in the order of its folders. */
interface Made {
  readonly rows: readonly Shown[];
  readonly notes: readonly NoteElement[];
}

function addFolders(gui: GUI, folders: readonly FormFolder[], unfolded: Unfolded, links: FormLinks, around = ''): Made {
  const made = folders.map((own): Made => {
    const { title, isClosed, rows, folders: inner = [] } = own;
    const folder = gui.addFolder(title);
    const path = `${around}/${title}`;
    if (!(unfolded.get(path) ?? !isClosed)) folder.close();
    folder.onOpenClose((changed) => {
      if (changed === folder) unfolded.set(path, !folder._closed);
    });
    const note = addNote(folder);
    say(note, own);
    const shown = rows.map((row) => addRow(folder, row, path, links));
    const below = addFolders(folder, inner, unfolded, links, path);
    return { rows: [...shown, ...below.rows], notes: [note, ...below.notes] };
  });
  return { rows: made.flatMap(({ rows }) => rows), notes: made.flatMap(({ notes }) => notes) };
}

/** Builds the rows into an element. */
export function buildForm(
  container: HTMLElement,
  folders: readonly FormFolder[],
  unfolded: Unfolded,
  links: FormLinks,
): Form {
  const gui = new GUI({ container, injectStyles: false, title: 'Settings', touchStyles: 0 });
  const { rows: shown, notes } = addFolders(gui, folders, unfolded, links);
  let pinned: Selected | null = null;
  const structure = JSON.stringify(structureOf(folders));
  return {
    update: (present) => {
      if (JSON.stringify(structureOf(present)) !== structure) return false;
      foldersIn(present).forEach((folder, i) => say(notes[i], folder));
      rowsIn(present).forEach((row, i) => {
        shown[i].row = row;
        decorate(shown[i]);
        // what a person is typing is newer than the scene
        if (shown[i].isHeld) return;
        shown[i].value = row.value;
        shown[i].controller.updateDisplay();
      });
      return true;
    },
    light: ({ hover, pin }) => {
      const isOf = (row: Shown, selected: Selected | null): boolean =>
        selected !== null && isSame(row.row.selected ?? null, selected);
      for (const row of shown) row.controller.domElement.classList.toggle('lit', isOf(row, hover) || isOf(row, pin));
      const first = isSame(pin, pinned) ? undefined : shown.find((row) => isOf(row, pin));
      pinned = pin;
      if (first) bringIntoView(first);
    },
    focused: () => shown.find(({ controller }) => controller.domElement.contains(document.activeElement))?.path,
    focus: (path) =>
      shown
        .find((row) => row.path === path)
        ?.controller.domElement.querySelector<HTMLElement>('input, select')
        ?.focus({ preventScroll: true }),
    destroy: () => gui.destroy(),
  };
}
