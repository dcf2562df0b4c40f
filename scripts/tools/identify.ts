import { identify, MAX_CODE_LENGTH, type Identification } from '../../shared/identifiers/identify.ts';
import { readAim } from '../../shared/identifiers/aim-identifier.ts';
import { parseExactJson } from '../../shared/measure/exact-json.ts';
import { answerLines, type WireError } from './json-lines.ts';

const usage = `usage: npm run identify -- CODE…            what each code may be, as JSON (best candidate first)
       npm run -s identify < codes.jsonl       one {"code": "…", "aim": "]C1"?} a line, one answer a line
In a code the group separator may be written {GS}, <GS>, [GS] or {FNC1}; an AIM identifier may stand in front of the text: "]C10109…".
A year of two digits is placed by today's year, or by --year YYYY.
`;

type Answer = ({ readonly ok: true } & Identification) | { readonly ok: false; readonly error: WireError };

/** Group separators as people write them where the character itself cannot be typed. */
const separators = /\{GS\}|<GS>|\[GS\]|\u241d|\{FNC1\}|<FNC1>|\[FNC1\]/gi;

const refuse = (path: string, message: string): Answer => ({
  ok: false,
  error: { code: 'REQUEST_REFUSED', path, message },
});

function answerCode(code: string, aim: string | undefined, thisYear: number): Answer {
  if (code.trim() === '') return refuse('code', 'is empty');
  if (code.length > MAX_CODE_LENGTH) return refuse('code', `longer than ${MAX_CODE_LENGTH} characters`);
  if (aim !== undefined && readAim(aim) === undefined) return refuse('aim', `${aim} is no AIM symbology identifier`);
  const text = code.replace(separators, '\u001d');
  return { ok: true, ...identify(text, aim === undefined ? { thisYear } : { aim, thisYear }) };
}

function answerLine(line: string, thisYear: number): Answer | ({ readonly id: unknown } & Answer) {
  const parsed = parseExactJson(line);
  if (!parsed.ok) return refuse(parsed.fault.at, `no JSON: ${parsed.fault.problem}`);
  const { value } = parsed;
  if (typeof value === 'string') return answerCode(value, undefined, thisYear);
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    return refuse('line', 'expected {"code", "aim"?}');
  const { code, aim, id, ...rest } = value as { readonly [field: string]: unknown };
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined) return refuse(unknown, 'unknown field');
  if (typeof code !== 'string') return refuse('code', 'expected text');
  if (aim !== undefined && aim !== null && typeof aim !== 'string') return refuse('aim', 'expected text');
  const answer = answerCode(code, aim === '' ? undefined : (aim ?? undefined), thisYear);
  return id === undefined ? answer : { id, ...answer };
}

const args = process.argv.slice(2);
let thisYear = new Date().getUTCFullYear();
const yearAt = args.indexOf('--year');
if (yearAt !== -1) thisYear = Number(args.splice(yearAt, 2)[1]);
if (args.includes('--help') || (args.length === 0 && process.stdin.isTTY) || !(thisYear >= 1950 && thisYear <= 2999)) {
  process.stdout.write(usage);
  process.exitCode = args.includes('--help') ? 0 : 2;
} else if (args.length === 0) await answerLines((line) => answerLine(line, thisYear));
else for (const code of args) process.stdout.write(`${JSON.stringify(answerCode(code, undefined, thisYear))}\n`);
