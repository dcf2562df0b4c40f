import type { LabelRequest } from '../devices/print-job.ts';
import type { Mass } from '../measure/quantity.ts';
import { s9Of, ssccOf, type ReceptacleScheme } from './bag-number.ts';
import type { BagFacts } from './bag-rules.ts';
import { cargoGroupWord } from './cargo-groups.ts';

/** Of the settings, what a bag's label needs. */
export interface BagLabelSettings {
  readonly companyPrefix: string | undefined;
  readonly from: string;
  readonly receptacles: readonly ReceptacleScheme[];
  readonly destinations: Readonly<Record<string, string>>;
}

export const receptacleOf = ({ receptacles }: BagLabelSettings, line: string): ReceptacleScheme | undefined =>
  receptacles.find((scheme) => scheme.line === line);

/**
 * Number and label of a bag that is being sealed. A post's line has the post's receptacle number, every other an SSCC.
 * @param number a leased one, of the series `sscc`
 * @returns undefined: no valid number can be made with these settings
 */
export function bagLabel(
  bag: BagFacts,
  gross: Mass,
  grossMilligrams: number,
  number: number,
  print: BagLabelSettings & { readonly language: 'zh' | 'en'; readonly time: string; readonly year: number },
): { readonly unitNumber: string; readonly label: LabelRequest } | undefined {
  const { line, country, cargoGroup, dutyMode } = bag.group;
  const scheme = receptacleOf(print, line);
  if (scheme !== undefined) {
    const s9 = s9Of(scheme, number, print.year, grossMilligrams);
    return { unitNumber: s9, label: { template: 'bag-s9-100x150', data: { s9, seal: '', flight: bag.bag } } };
  }
  const sscc = print.companyPrefix === undefined ? undefined : ssccOf(print.companyPrefix, number);
  if (sscc === undefined) return undefined;
  const words = [country, dutyMode === 'none' ? '' : dutyMode, cargoGroupWord(cargoGroup, print.language)];
  return {
    unitNumber: sscc,
    label: {
      template: 'bag-sscc-100x150',
      data: {
        sscc,
        content: '',
        from: print.from,
        to: print.destinations[line] ?? words.filter((word) => word !== '').join(' · '),
        ...{ line, bag: bag.bag, pieces: String(bag.pieces), gross: `${gross.value} ${gross.unit}` },
        ...{ seal: words.filter((word) => word !== '').join(' '), time: print.time },
      },
    },
  };
}
