import { z } from 'zod';
import { amountSchema } from '../measure/exact-text.ts';
import { compare, fromDecimal } from '../measure/rational.ts';
import { checkEori, checkHsCode, checkIoss, isEuCountry, type CustomsProblem } from './customs-numbers.ts';

/** Who pays duty and tax. Carriers' own words (DDP, DAP, DDU, D, U) are mapped at their door. */
export const dutyIntentSchema = z.enum(['seller-pays', 'receiver-pays']);
export type DutyIntent = z.infer<typeof dutyIntentSchema>;

const intentWords: ReadonlyMap<string, DutyIntent> = new Map([
  ['DDP', 'seller-pays'],
  ['D', 'seller-pays'],
  ['完税', 'seller-pays'],
  ['包税', 'seller-pays'],
  ['SELLER-PAYS', 'seller-pays'],
  ['DAP', 'receiver-pays'],
  // DDU left the Incoterms in 2010; carriers still send it for what is now DAP.
  ['DDU', 'receiver-pays'],
  ['U', 'receiver-pays'],
  ['未完税', 'receiver-pays'],
  ['RECEIVER-PAYS', 'receiver-pays'],
]);

/** "DDP", "ddu", "U" → who pays; undefined for a word that does not say. */
export const readDutyIntent = (word: string): DutyIntent | undefined => intentWords.get(word.trim().toUpperCase());

/** The word a carrier's interface wants for an intent. */
export const dutyWord = (intent: DutyIntent, style: 'incoterm' | 'legacy' | 'letter'): string =>
  intent === 'seller-pays'
    ? style === 'letter'
      ? 'D'
      : 'DDP'
    : style === 'letter'
      ? 'U'
      : style === 'legacy'
        ? 'DDU'
        : 'DAP';

export const customsInputSchema = z.strictObject({
  /** DDP, DAP, DDU, D, U, or seller-pays / receiver-pays. */
  duty: z.string().max(20).optional(),
  ioss: z.string().max(40).optional(),
  senderEori: z.string().max(40).optional(),
  importerEori: z.string().max(40).optional(),
  hsCodes: z.array(z.string().max(20)).max(200).optional(),
  /** Intrinsic value of the whole consignment. */
  value: z.strictObject({ amount: amountSchema, currency: z.string().regex(/^[A-Z]{3}$/) }).optional(),
  /** Sold to a consumer; IOSS is for those only. */
  toConsumer: z.boolean().optional(),
});
export type CustomsInput = z.infer<typeof customsInputSchema>;

export interface CustomsFinding {
  readonly code: string;
  readonly severity: 'block' | 'warn';
  /** Field of the input. */
  readonly field: string;
  readonly zh: string;
  readonly en: string;
}

const IOSS_LIMIT_EUR = fromDecimal('150');

/**
 * Form and consistency of the customs data of one consignment. Nothing is looked up: a number of the right form may still be nobody's.
 */
export function checkCustoms(customs: CustomsInput, destination: string | undefined): readonly CustomsFinding[] {
  const found: CustomsFinding[] = [];
  const add = (code: string, severity: CustomsFinding['severity'], field: string, { zh, en }: CustomsProblem): void => {
    found.push({ code, severity, field, zh, en });
  };
  const intent = customs.duty === undefined ? undefined : readDutyIntent(customs.duty);
  if (customs.duty !== undefined && intent === undefined)
    add('duty-unknown', 'block', 'customs.duty', {
      zh: `不认识 ${customs.duty}: 用 DDP 或 DAP`,
      en: `${customs.duty} says not who pays: DDP or DAP`,
    });
  if (customs.ioss !== undefined) {
    const wrong = checkIoss(customs.ioss);
    if (wrong !== undefined) add('ioss-form', 'block', 'customs.ioss', wrong);
    if (destination !== undefined && !isEuCountry(destination))
      add('ioss-outside-eu', 'block', 'customs.ioss', {
        zh: `${destination} 不是欧盟国家, IOSS 无效`,
        en: `${destination} is not in the EU: IOSS means nothing there`,
      });
    if (customs.toConsumer === false)
      add('ioss-business', 'block', 'customs.ioss', {
        zh: 'IOSS 只用于卖给个人',
        en: 'IOSS is for sales to consumers only',
      });
    if (customs.value?.currency === 'EUR' && compare(fromDecimal(customs.value.amount), IOSS_LIMIT_EUR) > 0)
      add('ioss-value', 'block', 'customs.value', {
        zh: `货值 ${customs.value.amount} EUR 超过 IOSS 的 150 EUR`,
        en: `value ${customs.value.amount} EUR is above the 150 EUR of IOSS`,
      });
    if (intent === 'seller-pays')
      add('ioss-with-ddp', 'warn', 'customs.duty', {
        zh: 'IOSS 已付增值税, 又写 DDP: 税可能付两次, 确认由谁付',
        en: 'IOSS has paid the VAT and DDP is set too: tax may be paid twice, confirm who pays',
      });
  }
  for (const field of ['senderEori', 'importerEori'] as const) {
    const number = customs[field];
    const wrong = number === undefined ? undefined : checkEori(number);
    if (wrong !== undefined) add('eori-form', 'block', `customs.${field}`, wrong);
  }
  for (const [i, code] of (customs.hsCodes ?? []).entries()) {
    const wrong = checkHsCode(code, destination);
    if (wrong !== undefined) add('hs-form', 'block', `customs.hsCodes.${i}`, wrong);
  }
  return found;
}
