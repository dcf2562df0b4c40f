import { en, type TextKey } from './en.ts';
import { zh } from './zh.ts';

/** Texts of one language. The two that ship are complete; a further one may lack keys: English stands in for them. */
export type TextTable = Readonly<Partial<Record<TextKey, string>>>;

/**
 * Every language of this program by the two letters that a person's record names it by. Thai or Vietnamese is a file beside en.ts and
 * a line here (docs/languages.md).
 */
export const textTables: Readonly<Record<string, TextTable>> = { zh, en };

/** The language of a person where there is a table for it, else the station's. */
export function languageFor(
  wanted: string | undefined,
  station: string,
  tables: Readonly<Record<string, TextTable>> = textTables,
): string {
  return wanted !== undefined && Object.hasOwn(tables, wanted) ? wanted : station;
}
