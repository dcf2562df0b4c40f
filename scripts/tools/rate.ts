import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { parseExactJson, type ExactJson } from '../../shared/measure/exact-json.ts';
import { answerQuestion, ruleReader, type Answer } from '../../shared/rating/answer-question.ts';
import { findPackRules, packRuleIds } from '../../shared/rating/packs/all-packs.ts';
import { ratingRuleSchema } from '../../shared/rating/rule.ts';
import { answerLines } from './json-lines.ts';

const usage = `usage: npm run rate -- --rule FILE|ID --input FILE   chargeable weight, reason and price as JSON
       npm run rate < questions.jsonl               one {"rule": …, "input": …} a line, one answer a line
       npm run rate -- --rules                      ids of the rule packs that ship
       npm run rate -- --schema                     JSON schema of a rule
A rule is an object, a list of its dated versions, {"rules": […]}, or the id of a rule pack. Every number is read by its text.
The format, with examples: shared/rating/README.md
`;

const readRules = ruleReader(findPackRules);
const refuse = (code: 'RULE_BROKEN' | 'RATING_INPUT_REFUSED', at: string, detail: string): Answer => ({
  ok: false,
  error: { code, at, detail },
});

function answerLine(line: string): Answer {
  const parsed = parseExactJson(line);
  if (!parsed.ok) return refuse('RATING_INPUT_REFUSED', parsed.fault.at, parsed.fault.problem);
  const { value } = parsed;
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    return refuse('RATING_INPUT_REFUSED', 'line', 'expected {"rule", "input"}');
  const { rule, input, ...rest } = value as { readonly [field: string]: ExactJson };
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined) return refuse('RATING_INPUT_REFUSED', unknown, 'unknown field');
  if (rule === undefined) return refuse('RULE_BROKEN', 'rule', 'is missing');
  if (input === undefined) return refuse('RATING_INPUT_REFUSED', 'input', 'is missing');
  return answerQuestion(readRules(rule), input);
}

function readFile(file: string, at: 'rule' | 'input'): ExactJson | Answer {
  const code = at === 'rule' ? 'RULE_BROKEN' : 'RATING_INPUT_REFUSED';
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    return refuse(code, at, error instanceof Error ? error.message : 'unreadable');
  }
  const parsed = parseExactJson(text.replace(/^\ufeff/, ''));
  return parsed.ok ? parsed.value : refuse(code, `${at}.${parsed.fault.at}`, parsed.fault.problem);
}

const isAnswer = (value: ExactJson | Answer): value is Answer =>
  value !== null && typeof value === 'object' && !Array.isArray(value) && 'ok' in value && value.ok === false;

function answerFiles(ruleName: string, inputName: string): Answer {
  const rule = packRuleIds().includes(ruleName) ? ruleName : readFile(ruleName, 'rule');
  if (isAnswer(rule)) return rule;
  const input = readFile(inputName, 'input');
  return isAnswer(input) ? input : answerQuestion(readRules(rule), input);
}

const args = process.argv.slice(2);
const option = (name: string): string | undefined => {
  const at = args.indexOf(name);
  return at === -1 ? undefined : args[at + 1];
};
const [rule, input] = [option('--rule'), option('--input')];
if (args.includes('--schema'))
  process.stdout.write(`${JSON.stringify(z.toJSONSchema(ratingRuleSchema, { io: 'input' }), null, 2)}\n`);
else if (args.includes('--rules')) process.stdout.write(`${packRuleIds().join('\n')}\n`);
else if (rule !== undefined && input !== undefined) {
  const answer = answerFiles(rule, input);
  process.stdout.write(`${JSON.stringify(answer, null, 2)}\n`);
  process.exitCode = answer.ok ? 0 : 1;
} else if (args.length === 0 && !process.stdin.isTTY) await answerLines(answerLine);
else {
  process.stdout.write(usage);
  process.exitCode = args.includes('--help') ? 0 : 2;
}
