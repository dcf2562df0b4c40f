import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

/** The programs as somebody starts them: real processes, real files, real standard input. */
const folder = mkdtempSync(join(tmpdir(), 'weighhouse-numbers-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const run = (tool: string, args: readonly string[], input = '') => {
  const done = spawnSync(process.execPath, ['scripts/run-ts.mjs', `scripts/tools/${tool}.ts`, ...args], {
    input,
    encoding: 'utf8',
    timeout: 50_000,
  });
  return { status: done.status, out: done.stdout };
};
const lines = (out: string): Record<string, unknown>[] =>
  out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe('npm run rate', () => {
  it('answers one line each, in order, bad ones with their error', () => {
    const questions = [
      '{"id":1,"rule":"quanpao","input":{"weight":"2.365 kg","dimensions":"42x31x20 cm"}}',
      'no json',
      '',
      '{"rule":"nobody","input":{}}',
      '{"rule":"shared/rating/packs/ups.json","input":{}}',
      '{"rule":"shared/rating/packs/ups.json#ups-us","input":{"date":"2026-02-01","weight":"10.1 lb","dimensions":"10x10x10 in"}}',
      '{"rule":"no/such/file.json","input":{}}',
      '{"rule":{"weightUnit":"kg","lengthUnit":"cm","choice":{"mode":"actual"},"rounding":{"final":{"mode":"up","step":0.1}}},"input":{"weight":"0.30000000000000000000001 kg"}}',
      `{"rule":"quanpao","input":${'['.repeat(60)}`,
    ];
    const { status, out } = run('rate', [], `\ufeff${questions.join('\r\n')}\n`);
    expect(status).toBe(0);
    const answers = lines(out);
    expect(answers).toHaveLength(questions.length - 1);
    expect(answers.map((answer) => (answer['error'] as { code?: string } | undefined)?.code ?? 'ok')).toEqual([
      'ok',
      'RATING_INPUT_REFUSED',
      'RULE_UNKNOWN',
      'RULE_CONTRADICTORY',
      'ok',
      'RULE_UNKNOWN',
      'ok',
      'RATING_INPUT_REFUSED',
    ]);
    expect(answers[0]).toMatchObject({ id: '1', chargeable: { value: '4.5', unit: 'kg' } });
    expect(answers[6]).toMatchObject({ chargeable: { value: '0.4' } });
    expect(answers[1]?.['error']).toHaveProperty('path');
    expect(answers[1]?.['error']).toHaveProperty('message');
  });

  it('takes a rule and inputs from files, and inputs from standard input', () => {
    const rule = join(folder, 'rule.json');
    const input = join(folder, 'input.json');
    writeFileSync(rule, '{"weightUnit":"kg","lengthUnit":"cm","choice":{"mode":"actual"}}');
    writeFileSync(input, '[{"weight":"1 kg"},{"weight":"2 kg"}]');
    expect(lines(run('rate', ['--rule', rule, '--input', input]).out).map((one) => one['ok'])).toEqual([true, true]);
    const streamed = lines(run('rate', ['--rule', rule], '{"weight":"1 kg"}\n{"weight":1}\n').out);
    expect(streamed.map((one) => one['ok'])).toEqual([true, false]);
    expect(run('rate', ['--rule', 'quanpao', '--input', input, '--words']).status).toBe(1);
    expect(run('rate', ['--help']).out).toContain('--rule RULE --input FILE');
    expect(run('rate', ['--list']).out).toContain('ups-us');
    expect(run('rate', ['--wrong']).status).toBe(2);
    expect(JSON.parse(run('rate', ['--schema']).out)).toHaveProperty('properties.choice');
  });
});

describe('npm run identify', () => {
  it('answers one line each and takes codes as arguments', () => {
    const { out } = run(
      'identify',
      [],
      '{"code":"1Z5R89390357567127"}\n{"code":"4006381333931","aim":"]E0"}\n{"code":""}\n[]\n"SF1234567890123"\n{"code":"]C10109521234543213{GS}10AB"}\n',
    );
    const answers = lines(out);
    expect(answers.map((one) => one['ok'])).toEqual([true, true, false, false, true, true]);
    expect(answers[1]).toMatchObject({ candidates: [{ format: 'GTIN-13', confidence: 'certain' }] });
    expect(lines(run('identify', ['176-12345675', 'RB123456785GB']).out)).toHaveLength(2);
  });
});

describe('npm run import', () => {
  const sheet = (name: string, ...more: string[]) =>
    run('import', [
      'sheet',
      `test/fixtures/price-sheets/${name}`,
      '--id',
      'line',
      '--currency',
      'CNY',
      '--edge',
      '(from,to]',
      ...more,
    ]);

  it('reads a workbook by its text and writes rules that rate', () => {
    const out = join(folder, 'rules.json');
    expect(JSON.parse(sheet('one-row.xlsx', '--out', out).out)).toMatchObject({ ok: true, rules: ['line-us'] });
    expect(readFileSync(out, 'utf8')).toContain('"0.30000000000000004"');
    const priced = run('rate', ['--rule', `${out}#line-us`], '{"weight":"1 kg","destination":"US"}\n');
    expect(lines(priced.out)[0]).toMatchObject({ ok: true, price: { total: '80.40' } });
    expect(JSON.parse(sheet('one-row.xlsx', '--against', out).out)).toMatchObject({ changes: [], flagged: 0 });
  });
  it('names row and column of a conflict, in a workbook with gaps and in a GB 18030 file', () => {
    expect(JSON.parse(sheet('overlap-with-gaps.xlsx').out)).toMatchObject({
      ok: false,
      error: { path: 'row 7, 起始重量 (P)' },
    });
    expect(JSON.parse(sheet('overlap-gb18030.csv').out)).toMatchObject({
      ok: false,
      error: { path: 'row 4, 起始重量 (P)' },
    });
  });
  it('packs an area list', () => {
    const csv = join(folder, 'areas.csv');
    writeFileSync(
      csv,
      'area,country,postcode,prefix,from,to,city,exclude\n\nremote,US,,,99500,99999,,\nremote,US,,,2,1,,\n',
    );
    expect(JSON.parse(run('import', ['areas', csv]).out)).toMatchObject({ ok: false, error: { path: 'row 4, to' } });
    const pack = join(folder, 'remote.areas');
    writeFileSync(csv, 'area,country,postcode,prefix,from,to,city,exclude\nremote,US,,,99500,99999,,\n');
    expect(JSON.parse(run('import', ['areas', csv, '--out', pack]).out)).toMatchObject({ ok: true, rows: 1 });
    const question = (postcode: string) =>
      JSON.stringify({
        rule: { weightUnit: 'kg', lengthUnit: 'cm', choice: { mode: 'actual' } },
        input: { weight: '1 kg', country: 'US', postcode },
      });
    const asked = lines(run('rate', ['--areas', pack], `${question('99501')}\n${question('10001')}\n`).out);
    expect(asked.map((answer) => (answer['area'] as { area?: string } | undefined)?.area)).toEqual([
      'remote',
      undefined,
    ]);
  });
});
