/** @file An SVG as a PNG: drawn by the browser from a blob, as the page's policy allows. */

/**
 * @param svg a whole file with its width and height.
 * @param scale pixels of the picture for one of the file.
 * @throws Error where the browser cannot draw it.
 */
export async function pngOf(svg: string, scale = 2): Promise<Blob> {
  const address = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(scale * image.naturalWidth);
    canvas.height = Math.round(scale * image.naturalHeight);
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    if (!blob) throw new Error('The browser could not draw the figure as a PNG.');
    return blob;
  } finally {
    URL.revokeObjectURL(address);
  }
}
