import { describe, expect, it } from 'vitest';
import { cargoMatrixFault, judgeCargo, type CargoMatrix } from './cargo-matrix.ts';

const matrix: CargoMatrix = {
  rows: [
    { classes: ['general'], actions: [{ type: 'allow' }] },
    {
      classes: ['battery-in'],
      actions: [
        { type: 'mark', what: 'UN3481' },
        { type: 'document', what: 'MSDS' },
      ],
    },
    { classes: ['battery-in'], lines: ['post'], destinations: ['SG'], actions: [{ type: 'block' }] },
    { classes: ['battery-in'], lines: ['post'], actions: [{ type: 'surcharge', what: 'battery-fee' }] },
    { classes: ['battery-alone'], actions: [{ type: 'block' }] },
    { classes: ['blade'], destinations: ['GB'], actions: [{ type: 'block' }] },
    { classes: ['powder'], lines: ['air'], actions: [{ type: 'allow' }] },
    { classes: ['powder'], lines: ['air'], actions: [{ type: 'block' }] },
  ],
  combinations: [{ all: ['ddp', 'ioss'], actions: [{ type: 'block' }] }],
};
const ask = (
  line: string,
  destination: string | undefined,
  classes: readonly string[],
  also: readonly string[] = [],
) => {
  const answer = judgeCargo(matrix, { line, destination, classes, also });
  return answer.ok
    ? answer.value.map(({ cargoClass, actions }) => `${cargoClass}: ${actions.map(({ type }) => type).join(' ')}`)
    : `${answer.error.code} ${answer.error.at}`;
};

describe('cargo matrix', () => {
  it('the most specific row wins, and silence is no permission', () => {
    expect(ask('air', 'US', ['general'])).toEqual(['general: allow']);
    expect(ask('air', 'US', ['battery-in'])).toEqual(['battery-in: mark document']);
    expect(ask('post', 'US', ['battery-in'])).toEqual(['battery-in: surcharge']);
    expect(ask('post', 'SG', ['battery-in'])).toEqual(['battery-in: block']);
    expect(ask('air', 'GB', ['blade'])).toEqual(['blade: block']);
    expect(ask('air', 'US', ['blade'])).toBe('RULE_UNKNOWN rule.cargo.rows');
    expect(ask('air', undefined, ['blade'])).toBe('RULE_UNKNOWN rule.cargo.rows');
    expect(ask('air', 'US', ['powder'])).toBe('RULE_CONTRADICTORY rule.cargo.rows.7');
  });
  it('combinations count besides the classes', () => {
    expect(ask('air', 'US', ['general'], ['ddp', 'ioss'])).toEqual(['general: allow', 'ddp+ioss: block']);
    expect(ask('air', 'US', ['general'], ['ddp'])).toEqual(['general: allow']);
  });
  it('allow and block stand alone', () => {
    expect(cargoMatrixFault({ rows: [{ classes: ['a'], actions: [{ type: 'allow' }, { type: 'mark' }] }] })?.at).toBe(
      'rows.0.actions',
    );
    expect(cargoMatrixFault(matrix)).toBeUndefined();
  });
});
