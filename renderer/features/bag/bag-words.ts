import type { BagFacts } from '../../../shared/consolidation/bag-rules.ts';
import { cargoGroupWord } from '../../../shared/consolidation/cargo-groups.ts';
import type { BagGroup } from '../../../shared/consolidation/consolidation-operations.ts';
import type { Language, Say } from '../../text/i18n.ts';

const dutyWord = (dutyMode: string): string => (dutyMode === 'none' ? '' : dutyMode);

/** "DE · IOSS · battery": what keeps other parcels out of a bag, beside its line. */
export const groupWords = ({ country, dutyMode, cargoGroup }: BagGroup, language: Language): string =>
  [country, dutyWord(dutyMode), cargoGroupWord(cargoGroup, language)].filter((word) => word !== '').join(' · ');

/** One member of a group, as the two lines of a refusal say it. */
export function memberWord(of: keyof BagGroup, value: string, say: Say, language: Language): string {
  if (of === 'cargoGroup') return cargoGroupWord(value, language);
  return value === '' || value === 'none' ? say('bagGroupNone') : value;
}

/** "bag E, GB". */
export const bagWords = ({ letter, group }: BagFacts, say: Say): string =>
  [say('bagLetter', { letter }), group.country === '' ? group.line : group.country].join(', ');
