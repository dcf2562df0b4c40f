/**
 * A situation in which a bench does not go on. The words for the operator are in shared/errors under the same code; colour and tone
 * are the code's severity there, which a test holds equal.
 */
export interface RefusalRow {
  readonly situation: { readonly zh: string; readonly en: string };
  readonly colour: 'check' | 'stop';
  readonly tone: 'check' | 'stop';
  /** The scan, weight, photo, key or person that ends it. */
  readonly clearedBy: { readonly zh: string; readonly en: string };
}
