import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { errorCatalog } from '../../shared/errors/catalog.ts';
import { parseExactJson, type ExactJson } from '../../shared/measure/exact-json.ts';
import { answerQuestion, ruleReader, type Answer } from '../../shared/rating/answer-question.ts';
import { chooseVersion } from '../../shared/rating/choose-version.ts';
import { AreaList, textSource, type AreaSource } from '../../shared/rating/areas/area-pack.ts';
import { compileRule } from '../../shared/rating/compile-rule.ts';
import { firstIssue } from '../../shared/rating/first-issue.ts';
import { mergeInputSchema, mergeParcels, type MergePlan } from '../../shared/rating/merge/merge-parcels.ts';
import { findPackRules, packRuleIds } from '../../shared/rating/packs/all-packs.ts';
import { fault, type Rated, type RatingFault } from '../../shared/rating/rating-fault.ts';
import { readTicket } from '../../shared/rating/rating-input.ts';
import { ratingRuleSchema, type RatingRule } from '../../shared/rating/rule.ts';
import { answerLines, type WireError } from './json-lines.ts';

const usage = `usage: npm run rate -- --rule RULE --input FILE    chargeable weight, reason and price as JSON
       npm run -s rate < questions.jsonl            one {"rule": …, "input": …} a line, one answer a line
       npm run -s rate -- --rule RULE < inputs.jsonl   one input a line, all by one rule
       npm run rate -- --rule RULE --merge FILE         which parcels to put into which cartons: fewest kilograms, or least money
       npm run rate -- --list                       the rule packs that ship: id, versions, status, source
       npm run rate -- --show ID                    one rule as it stands, to copy and change
       npm run rate -- --schema                     JSON schema of a rule
       npm run rate -- --rule RULE --input FILE --words   the reason in words, and every step, for people
--areas FILE.areas (of npm run import -- areas; may stand several times) finds the area of the destination.
RULE is the id of a rule pack (ups-us), a file, or FILE#ID where the file holds several rules. In a question it may also be the
rule itself, a list of its dated versions, or {"rules": […]}. FILE of --input: one input, or a list of inputs; - is standard input.
Every number is read by its text, never through a double. All forms, with an example of each: docs/rating.md
`;

/** What goes over the wire in place of an answer; `operator` is what a person at the bench is told. */
type Reply =
  | Extract<Answer, { ok: true }>
  | {
      readonly ok: false;
      readonly error: WireError & { readonly operator: { readonly zh: string; readonly en: string } };
    };

function wire(answer: Answer): Reply {
  if (answer.ok) return answer;
  const { code, at, detail } = answer.error;
  const { zh, en } = errorCatalog[code];
  return {
    ok: false,
    error: { code, path: at, message: detail, operator: { zh: zh.reason ?? '', en: en.reason ?? '' } },
  };
}
const refuse = (code: RatingFault['code'], at: string, detail: string): Answer => fault(code, at, detail);

const args = process.argv.slice(2);
const option = (name: string): string | undefined => {
  const at = args.indexOf(name);
  return at === -1 ? undefined : args[at + 1];
};

/** Area packs named by --areas, each read when the first place is asked for. */
const lists = args.flatMap((arg, i): AreaList[] => {
  const file = args[i + 1];
  if (arg !== '--areas' || file === undefined) return [];
  let source: AreaSource | undefined;
  const open = (): AreaSource => (source ??= textSource(readFileSync(file, 'utf8')));
  return [new AreaList({ head: () => open().head(), read: (at, length) => open().read(at, length) })];
});

const readRules = ruleReader(findPackRules);

function readJsonFile(file: string, at: 'rule' | 'input'): { value: ExactJson } | Answer {
  const code = at === 'rule' ? 'RULE_BROKEN' : 'RATING_INPUT_REFUSED';
  let text: string;
  try {
    text = readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    return refuse(
      at === 'rule' ? 'RULE_UNKNOWN' : code,
      at,
      `${file}: ${error instanceof Error ? error.message : 'unreadable'}`,
    );
  }
  const parsed = parseExactJson(text.replace(/^\ufeff/, ''));
  return parsed.ok ? { value: parsed.value } : refuse(code, `${at}.${parsed.fault.at}`, parsed.fault.problem);
}

const ruleFiles = new Map<string, Rated<readonly RatingRule[]>>();

/** A pack's id, a file, or FILE#ID. Files are read once. */
function namedRules(name: string): Rated<readonly RatingRule[]> {
  if (packRuleIds().includes(name)) return readRules(name);
  const known = ruleFiles.get(name);
  if (known !== undefined) return known;
  const found = rulesOfFile(name);
  ruleFiles.set(name, found);
  return found;
}

function rulesOfFile(name: string): Rated<readonly RatingRule[]> {
  const hash = name.lastIndexOf('#');
  const [file, id] = hash === -1 ? [name, undefined] : [name.slice(0, hash), name.slice(hash + 1)];
  if (!/[./\\]/.test(file))
    return fault('RULE_UNKNOWN', 'rule', `there is no rule ${name}: --list names those that ship`);
  const read = readJsonFile(file, 'rule');
  if ('ok' in read) return read.ok ? fault('RULE_BROKEN', 'rule', 'unreadable') : read;
  const { value } = read;
  const rows =
    value !== null && typeof value === 'object' && 'rules' in value && Array.isArray(value.rules) ? value.rules : value;
  if (!Array.isArray(rows)) return readRules(value);
  const idOf = (row: ExactJson): ExactJson | undefined =>
    row !== null && typeof row === 'object' && !Array.isArray(row)
      ? (row as { readonly [field: string]: ExactJson })['id']
      : undefined;
  const ids = [...new Set((rows as readonly ExactJson[]).map((row) => JSON.stringify(idOf(row) ?? null)))];
  if (id === undefined)
    return ids.length > 1
      ? fault('RULE_CONTRADICTORY', 'rule', `${file} holds several rules: say which, as ${file}#ID (${ids.join(', ')})`)
      : readRules(rows as readonly ExactJson[]);
  const chosen = (rows as readonly ExactJson[]).filter((row) => idOf(row) === id);
  return chosen.length === 0 ? fault('RULE_UNKNOWN', 'rule', `${file} holds no rule ${id}`) : readRules(chosen);
}

const rulesFor = (rule: ExactJson): Rated<readonly RatingRule[]> =>
  typeof rule === 'string' ? namedRules(rule) : readRules(rule);

/** {rule, input}, with an `id` of the asker's own that is given back. */
function answerLine(line: string): unknown {
  const parsed = parseExactJson(line);
  if (!parsed.ok) return wire(refuse('RATING_INPUT_REFUSED', parsed.fault.at, `no JSON: ${parsed.fault.problem}`));
  const { value } = parsed;
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    return wire(refuse('RATING_INPUT_REFUSED', 'line', 'expected {"rule", "input"}'));
  const { rule, input, id, ...rest } = value as { readonly [field: string]: ExactJson };
  const [unknown] = Object.keys(rest);
  const reply =
    unknown !== undefined
      ? refuse('RATING_INPUT_REFUSED', unknown, 'unknown field: a question has rule, input and perhaps an id')
      : rule === undefined
        ? refuse('RULE_UNKNOWN', 'rule', 'is missing')
        : input === undefined
          ? refuse('RATING_INPUT_REFUSED', 'input', 'is missing')
          : answerQuestion(rulesFor(rule), input, lists);
  return id === undefined ? wire(reply) : { id, ...wire(reply) };
}

function answerInput(rules: Rated<readonly RatingRule[]>, line: string): Reply {
  const parsed = parseExactJson(line);
  return wire(
    parsed.ok
      ? answerQuestion(rules, parsed.value, lists)
      : refuse('RATING_INPUT_REFUSED', `input.${parsed.fault.at}`, `no JSON: ${parsed.fault.problem}`),
  );
}

function inWords(reply: Reply): string {
  if (!reply.ok) return `${reply.error.code} ${reply.error.path}: ${reply.error.message}\n${reply.error.operator.zh}\n`;
  const steps = reply.steps.map(
    ({ slot, piece, value, exact, unit, note }) =>
      `  ${piece === undefined ? 'ticket' : `piece ${piece + 1}`}  ${slot.padEnd(22)} ${value}${exact === undefined ? '' : ` (${exact})`} ${unit ?? ''}${note === undefined ? '' : `  — ${note}`}`,
  );
  const price = (reply.price?.lines ?? []).map(({ id, amount, how }) => `  ${id.padEnd(22)} ${amount}  — ${how}`);
  const flags = reply.flags.map(
    ({ id, severity, piece }) => `  ${severity.padEnd(10)} ${id}${piece === undefined ? '' : ` (piece ${piece + 1})`}`,
  );
  const levers = (reply.lever ?? []).map(({ words }) => `  ${words.en}\n  ${words.zh}`);
  return [
    `${reply.chargeable.value} ${reply.chargeable.unit}`,
    reply.reason.en,
    reply.reason.zh,
    ...steps,
    ...(flags.length === 0 ? [] : ['flags', ...flags]),
    ...(levers.length === 0 ? [] : ['lever', ...levers]),
    ...(reply.price === undefined ? [] : [`price ${reply.price.total} ${reply.price.currency}`, ...price]),
    '',
  ].join('\n');
}

function answerFiles(ruleName: string, inputName: string, words: boolean): void {
  const rules = namedRules(ruleName);
  const input = readJsonFile(inputName, 'input');
  const replies =
    'ok' in input
      ? [wire(input)]
      : Array.isArray(input.value)
        ? (input.value as readonly ExactJson[]).map((one) => wire(answerQuestion(rules, one, lists)))
        : [wire(answerQuestion(rules, input.value, lists))];
  for (const reply of replies)
    process.stdout.write(
      words ? inWords(reply) : `${replies.length === 1 ? JSON.stringify(reply, null, 2) : JSON.stringify(reply)}\n`,
    );
  process.exitCode = replies.every(({ ok }) => ok) ? 0 : 1;
}

/** {parcels, cartons, goal, mayStayAsIs?} and what a ticket says of date and destination. */
function answerMerge(ruleName: string, inputName: string): void {
  const rules = namedRules(ruleName);
  const input = readJsonFile(inputName, 'input');
  const answer = ((): Rated<MergePlan> => {
    if ('ok' in input) return input.ok ? fault('RATING_INPUT_REFUSED', 'input', 'unreadable') : input;
    if (!rules.ok) return rules;
    if (input.value === null || typeof input.value !== 'object' || Array.isArray(input.value))
      return fault('RATING_INPUT_REFUSED', 'input', 'expected {parcels, cartons, goal}');
    const { parcels, cartons, goal, mayStayAsIs, ...rest } = input.value as { readonly [field: string]: ExactJson };
    const parsed = mergeInputSchema.safeParse({
      parcels,
      cartons,
      goal,
      ...(mayStayAsIs === undefined ? {} : { mayStayAsIs }),
    });
    if (!parsed.success) {
      const { path, message } = firstIssue(parsed.error.issues);
      return fault('RATING_INPUT_REFUSED', ['input', ...path].join('.'), message);
    }
    const base = readTicket({ ...rest, pieces: [{ weight: '1 kg' }] });
    if (!base.ok) return base;
    const rule = chooseVersion(rules.value, base.value);
    if (!rule.ok) return rule;
    const compiled = compileRule(rule.value);
    if (!compiled.ok) return compiled;
    const { pieces: _, ...ticket } = base.value;
    return mergeParcels(compiled.value, parsed.data, ticket);
  })();
  const reply = answer.ok ? { ok: true, ...answer.value } : wire({ ok: false, error: answer.error });
  process.stdout.write(`${JSON.stringify(reply, null, 2)}\n`);
  process.exitCode = answer.ok ? 0 : 1;
}

function list(): string {
  const rows = packRuleIds().flatMap((id) =>
    (findPackRules(id) as readonly Readonly<Record<string, string | undefined>>[]).map((rule) =>
      [
        id.padEnd(30),
        (rule['version'] ?? '').padEnd(14),
        (rule['status'] ?? 'sample').padEnd(9),
        `${rule['effectiveFrom'] ?? '…'} – ${rule['effectiveTo'] ?? '…'}`.padEnd(24),
        rule['source'] ?? '',
      ].join('  '),
    ),
  );
  return `${rows.join('\n')}\n`;
}

const known = new Set([
  '--rule',
  '--input',
  '--merge',
  '--areas',
  '--words',
  '--list',
  '--rules',
  '--show',
  '--schema',
  '--help',
  '-h',
]);
const [rule, input, merge, show] = [option('--rule'), option('--input'), option('--merge'), option('--show')];
const strange = args.find((arg) => arg.startsWith('--') && !known.has(arg));
if (strange !== undefined || args.includes('--help') || args.includes('-h')) {
  process.stdout.write(strange === undefined ? usage : `unknown option ${strange}\n${usage}`);
  process.exitCode = strange === undefined ? 0 : 2;
} else if (args.includes('--schema'))
  process.stdout.write(
    `${JSON.stringify(z.toJSONSchema(ratingRuleSchema, { io: 'input', unrepresentable: 'any' }), null, 2)}\n`,
  );
else if (args.includes('--list')) process.stdout.write(list());
else if (args.includes('--rules')) process.stdout.write(`${packRuleIds().join('\n')}\n`);
else if (show !== undefined) {
  const found = findPackRules(show);
  process.stdout.write(
    found.length === 0
      ? `there is no rule ${show}: --list names those that ship\n`
      : `${JSON.stringify({ rules: found }, null, 2)}\n`,
  );
  process.exitCode = found.length === 0 ? 1 : 0;
} else if (rule !== undefined && merge !== undefined) answerMerge(rule, merge);
else if (rule !== undefined && input !== undefined) answerFiles(rule, input, args.includes('--words'));
else if (rule !== undefined && !process.stdin.isTTY) {
  const rules = namedRules(rule);
  await answerLines((line) => answerInput(rules, line));
} else if ((args.length === 0 || args[0] === '--areas') && !process.stdin.isTTY) await answerLines(answerLine);
else {
  process.stdout.write(usage);
  process.exitCode = 2;
}
