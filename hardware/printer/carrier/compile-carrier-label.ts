import type { LabelScene } from '../../../shared/labels/label-scene.ts';
import { encodeScene, type CompileProfile } from '../compile-label.ts';
import { LabelCompileError } from '../label-compile-error.ts';
import { carrierPicture, zplFormat, type CarrierFormat } from './carrier-picture.ts';
import { readCodes } from './read-codes.ts';

export interface CarrierLabel {
  readonly bytes: Uint8Array;
  readonly format: CarrierFormat;
  /** Every code that was read back from the dots that will be printed. */
  readonly codes: readonly string[];
}

/** Shorter numbers turn up in longer codes by chance. */
const MIN_PART = 10;

/**
 * A platform's or carrier's own label: drawn 1:1 in dots of this head, read again, and refused unless one of its codes says the tracking
 * number that is expected. Nothing of ours is added to it, and in practice mode it is not printed at all. ZPL goes to a ZPL printer as
 * it came. Throws LabelCompileError.
 */
export async function compileCarrierLabel(
  file: Uint8Array,
  tracking: string,
  profile: CompileProfile,
  practice: boolean,
): Promise<CarrierLabel> {
  if (practice)
    throw new LabelCompileError(
      'LABEL_DATA_REFUSED',
      "a carrier's label is never printed over, so not for practice either",
    );
  const { format, image } = await carrierPicture(file, profile);
  const codes = await readCodes(image);
  if (!codes.some((code) => says(code, tracking)))
    throw new LabelCompileError(
      'LABEL_OF_ANOTHER_PARCEL',
      codes.length === 0
        ? `no code can be read on it, ${tracking} is expected`
        : `it says ${codes.slice(0, 5).join(', ')}, ${tracking} is expected`,
    );
  if (format === 'zpl' && profile.language === 'zpl')
    return { bytes: Buffer.from(`${zplFormat(file)}\n`, 'latin1'), format, codes };
  const scene: LabelScene = {
    dpi: profile.dpi,
    widthDots: image.width,
    heightDots: image.height,
    upsideDown: profile.upsideDown ?? false,
    items: [{ type: 'image', x: 0, y: 0, width: image.width, height: image.height, bits: image.bits }],
  };
  return { bytes: encodeScene(scene, profile, tracking), format, codes };
}

/** The code is the number, or holds it: carriers put routing before it, in GS1 with brackets. */
function says(code: string, tracking: string): boolean {
  const plain = (text: string): string => text.replace(/[\s()\x1d]/g, '').toUpperCase();
  const [whole, wanted] = [plain(code), plain(tracking)];
  return wanted !== '' && (whole === wanted || (wanted.length >= MIN_PART && whole.includes(wanted)));
}
