/** One data element of a GS1 string, as read and as meant. */
export interface Gs1Element {
  readonly ai: string;
  readonly title: string;
  readonly value: string;
  /** What the value means where the identifier carries a decimal point, a date or a unit: "1.250 kg", "2027-02-28". */
  readonly meaning?: string;
  readonly checkDigit?: CheckDigit;
  readonly problems?: readonly string[];
}

/** The verdict on a check digit. `expected` is the digit that would be right. */
export interface CheckDigit {
  readonly status: 'right' | 'wrong';
  readonly algorithm: string;
  readonly found: string;
  readonly expected: string;
}

export type CandidateKind =
  | 'gs1-element-string'
  | 'gs1-digital-link'
  | 'sscc'
  | 'gtin'
  | 's10'
  | 'upu-dispatch'
  | 'upu-receptacle'
  | 'air-waybill'
  | 'container'
  | 'tracking'
  | 'item';

export type Evidence = 'aim' | 'prefix' | 'length' | 'check-digit' | 'country' | 'structure';

/** One thing a code may be. `score` 0–100 ranks; it is evidence counted, not a probability. */
export interface Candidate {
  readonly kind: CandidateKind;
  readonly format: string;
  readonly carrier?: string;
  readonly value: string;
  readonly score: number;
  readonly confidence: 'certain' | 'likely' | 'possible';
  readonly evidence: readonly Evidence[];
  readonly checkDigit?: CheckDigit;
  readonly fields?: Readonly<Record<string, string>>;
  readonly elements?: readonly Gs1Element[];
  readonly problems?: readonly string[];
}

export const confidenceOf = (score: number): Candidate['confidence'] =>
  score >= 85 ? 'certain' : score >= 60 ? 'likely' : 'possible';

export const compareCheck = (algorithm: string, found: string, expected: string): CheckDigit => ({
  status: found === expected ? 'right' : 'wrong',
  algorithm,
  found,
  expected,
});
