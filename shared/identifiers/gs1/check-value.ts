import { mod10Weighted } from '../check-digits.ts';
import { compareCheck, type Gs1Element } from '../candidate.ts';
import type { ApplicationIdentifier } from './ai-table.ts';
import { characterSets, lint } from './linters.ts';

const units: Readonly<Record<string, string>> = {
  '310': 'kg',
  '311': 'm',
  '312': 'm',
  '313': 'm',
  '314': 'm²',
  '315': 'l',
  '316': 'm³',
  '320': 'lb',
  '321': 'in',
  '322': 'ft',
  '323': 'yd',
  '324': 'in',
  '325': 'ft',
  '326': 'yd',
  '327': 'in',
  '328': 'ft',
  '329': 'yd',
  '330': 'kg',
  '331': 'm',
  '332': 'm',
  '333': 'm',
  '334': 'm²',
  '335': 'l',
  '336': 'm³',
  '337': 'kg/m²',
  '340': 'lb',
  '341': 'in',
  '342': 'ft',
  '343': 'yd',
  '344': 'in',
  '345': 'ft',
  '346': 'yd',
  '347': 'in',
  '348': 'ft',
  '349': 'yd',
  '350': 'in²',
  '351': 'ft²',
  '352': 'yd²',
  '353': 'in²',
  '354': 'ft²',
  '355': 'yd²',
  '356': 'oz t',
  '357': 'fl oz',
  '360': 'qt',
  '361': 'gal',
  '362': 'qt',
  '363': 'gal',
  '364': 'in³',
  '365': 'ft³',
  '366': 'yd³',
  '367': 'in³',
  '368': 'ft³',
  '369': 'yd³',
};

/** The fourth digit of the identifier says where the point stands: 3103 with 001250 is 1.250 kg. Text in, text out. */
function withPoint(digits: string, decimals: number): string {
  const padded = digits.padStart(decimals + 1, '0');
  const whole = padded.slice(0, padded.length - decimals).replace(/^0+(?=\d)/, '');
  return decimals === 0 ? whole : `${whole}.${padded.slice(padded.length - decimals)}`;
}

/** yymmdd → ISO date by the sliding century of General Specifications 7.12; day 00 gives the month. */
function isoDate(text: string, thisYear: number): string {
  const yy = Number(text.slice(0, 2));
  const difference = yy - (thisYear % 100);
  const century = Math.floor(thisYear / 100) + (difference >= 51 ? -1 : difference <= -50 ? 1 : 0);
  const day = text.slice(4, 6);
  return `${century * 100 + yy}-${text.slice(2, 4)}${day === '00' ? '' : `-${day}`}`;
}

function meaningOf(entry: ApplicationIdentifier, value: string, thisYear: number): string | undefined {
  const { ai } = entry;
  if (ai.length === 4 && ai.startsWith('3')) {
    const point = Number(ai.charAt(3));
    const start = ai.slice(0, 3);
    if (start === '391' || start === '393')
      return `${withPoint(value.slice(3), point)} (currency ${value.slice(0, 3)})`;
    const number = withPoint(value, point);
    const unit = start === '394' ? '%' : units[start];
    return unit === undefined ? number : `${number} ${unit}`;
  }
  if (/^1[1-7]$|^4326$|^7006$/.test(ai)) return isoDate(value, thisYear);
  if (/^432[45]$|^7003$/.test(ai)) {
    const time = value.slice(6, 10);
    return `${isoDate(value, thisYear)}${time === '9999' ? '' : ` ${time.slice(0, 2)}:${time.slice(2)}`}`;
  }
  return undefined;
}

/** Checks one value against its identifier: lengths, alphabets, contents, component by component. */
export function checkValue(entry: ApplicationIdentifier, value: string, thisYear: number): Gs1Element {
  const problems: string[] = [];
  let checkDigit: Gs1Element['checkDigit'];
  if (value.length < entry.minLength || value.length > entry.maxLength)
    problems.push(
      `has ${value.length} characters, ${entry.minLength === entry.maxLength ? '' : `${entry.minLength} to `}${entry.maxLength} belong here`,
    );
  else {
    let at = 0;
    for (const part of entry.parts) {
      const text = value.slice(at, at + part.max);
      at += text.length;
      if (text === '' && part.optional) break;
      if (text.length < part.min) problems.push(`component has ${text.length} characters, ${part.min} belong here`);
      else if (!characterSets[part.set].test(text))
        problems.push(part.set === 'N' ? 'holds more than digits' : 'holds a character outside its set');
      else
        for (const name of part.checks) {
          if (name === 'csum') {
            checkDigit = compareCheck('GS1 mod 10', text.slice(-1), mod10Weighted(text.slice(0, -1)));
            if (checkDigit.status === 'wrong') problems.push(`check digit should be ${checkDigit.expected}`);
            continue;
          }
          const problem = lint(name, text);
          if (problem !== undefined) problems.push(problem);
        }
    }
  }
  const meaning = problems.length === 0 ? meaningOf(entry, value, thisYear) : undefined;
  return {
    ai: entry.ai,
    title: entry.title,
    value,
    ...(meaning === undefined ? {} : { meaning }),
    ...(checkDigit === undefined ? {} : { checkDigit }),
    ...(problems.length === 0 ? {} : { problems }),
  };
}
