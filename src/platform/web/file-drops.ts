/** @file Files and folders that a person drops on the page. */

export interface FileDropEvents {
  /** Files hover over the page, or do so no more. */
  readonly onHover: (isOver: boolean) => void;
  /** Folders are walked; `pathOf` says where in them a file was. */
  readonly onFiles: (files: readonly File[]) => void;
}

/** Most files that are taken out of folders. */
const most = 2000;

const paths = new WeakMap<File, string>();

/** The name of a file with the folders that it was given in. */
export const pathOf = (file: File): string => paths.get(file) ?? (file.webkitRelativePath || file.name);

const carriesFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer?.types.includes('Files') ?? false;

const fileOf = (entry: FileSystemFileEntry): Promise<File> =>
  new Promise((resolve, reject) => entry.file(resolve, reject));

/** A folder tells of its entries in parts. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const part = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (part.length === 0) return all;
    for (const entry of part) all.push(entry);
  }
}

/** The files in entries, folders opened one after another; what cannot be read is left out. */
export async function filesIn(entries: readonly FileSystemEntry[]): Promise<File[]> {
  const files: File[] = [];
  const open = [...entries];
  while (open.length > 0 && files.length < most) {
    const entry = open.shift()!;
    try {
      if (entry.isDirectory) for (const inner of await entriesOf(entry as FileSystemDirectoryEntry)) open.push(inner);
      else {
        const file = await fileOf(entry as FileSystemFileEntry);
        paths.set(file, entry.fullPath.replace(/^\//, ''));
        files.push(file);
      }
    } catch {
      // it is gone, or may not be read
    }
  }
  return files;
}

/** All that was dropped. Has to be called while the event is handled: afterwards it is empty. */
function droppedFiles({ dataTransfer }: DragEvent): Promise<readonly File[]> {
  const plain = [...(dataTransfer?.files ?? [])];
  const entries = [...(dataTransfer?.items ?? [])].flatMap((item) => item.webkitGetAsEntry() ?? []);
  return entries.some((entry) => entry.isDirectory) ? filesIn(entries) : Promise.resolve(plain);
}

/** Takes every file that is dropped anywhere on the page. */
export function acceptFileDrops(target: EventTarget, { onHover, onFiles }: FileDropEvents): void {
  // dragenter and dragleave come for every element on the way; only their balance says whether the page was left.
  let depth = 0;
  const listen = (type: string, handle: (event: DragEvent) => void): void =>
    target.addEventListener(type, (event) => {
      if (!carriesFiles(event as DragEvent)) return;
      event.preventDefault();
      handle(event as DragEvent);
    });
  listen('dragenter', () => {
    depth++;
    onHover(true);
  });
  listen('dragleave', () => {
    depth = Math.max(0, depth - 1);
    if (depth === 0) onHover(false);
  });
  listen('dragover', () => undefined);
  listen('drop', (event) => {
    depth = 0;
    onHover(false);
    void droppedFiles(event).then(onFiles);
  });
}
