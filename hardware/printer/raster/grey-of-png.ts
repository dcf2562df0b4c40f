import { createCanvas, loadImage } from '@napi-rs/canvas';

export interface GreyPicture {
  readonly width: number;
  readonly height: number;
  /** 0 black to 255 white, a byte a dot; what is transparent is paper. */
  readonly grey: Uint8Array;
}

/** Throws when the bytes are no picture. */
export async function greyOfPng(bytes: Uint8Array): Promise<GreyPicture> {
  const image = await loadImage(Buffer.from(bytes));
  const { width, height } = image;
  const context = createCanvas(width, height).getContext('2d');
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, width, height);
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  const grey = new Uint8Array(width * height);
  for (let index = 0, at = 0; index < grey.length; index += 1, at += 4)
    grey[index] = ((data[at] ?? 0) * 299 + (data[at + 1] ?? 0) * 587 + (data[at + 2] ?? 0) * 114) / 1_000;
  return { width, height, grey };
}
