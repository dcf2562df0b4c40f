/** Texts an operator sees. verdict ≤ 16 characters in English, 2–4 hanzi; act: imperative, ≤ 8 words; reason: a fact, ≤ 2 lines. */
export interface OperatorText {
  readonly verdict: string;
  readonly act: string;
  readonly reason: string;
}

/**
 * One fault of the closed list.
 * number: three digits, said over the radio. 1xx scale, 2xx parcel and scan, 3xx label and printer, 4xx journal and disk,
 * 5xx device host and other devices, 6xx sync and cloud, 7xx settings and start-up, 8xx rating and identifiers, 9xx bugs.
 */
export interface ErrorEntry {
  readonly number: number;
  readonly severity: 'info' | 'check' | 'stop';
  /** Who may try again: nobody, a person, or the program by itself. */
  readonly retry: 'never' | 'operator' | 'automatic';
  readonly zh: OperatorText;
  readonly en: OperatorText;
}
