/**
 * A situation in which a bench does not go on. The words for the operator are in the catalogue under the same code; colour and tone
 * are the code's severity there, which a test holds equal.
 */
export interface RefusalRow {
  readonly situation: { readonly zh: string; readonly en: string };
  readonly colour: 'check' | 'stop';
  readonly tone: 'check' | 'stop';
  /** The scan, weight, photo, key or person that ends it. */
  readonly clearedBy: { readonly zh: string; readonly en: string };
}

export const refusalRow = (
  colour: RefusalRow['colour'],
  situationZh: string,
  situationEn: string,
  clearZh: string,
  clearEn: string,
): RefusalRow => ({
  situation: { zh: situationZh, en: situationEn },
  ...{ colour, tone: colour },
  clearedBy: { zh: clearZh, en: clearEn },
});
