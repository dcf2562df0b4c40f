import { expect, it } from 'vitest';
import { weighed } from '../../test/support/operations.ts';
import { createLineBook } from './line-book.ts';
import type { ParcelWeighed } from './operations.ts';
import { recheckWeighing } from './recheck-weighing.ts';

const book = createLineBook(
  () => [{ code: 'L', nameZh: '', nameEn: '', ruleId: 'cne-global' }],
  () => 1_795_000_000_000,
);
const parcel = {
  ...{ waybill: 'YT1000000001', line: 'L', cargoClass: 'none', country: 'US' },
  gross: { value: '2.365', unit: 'kg' as const },
  dimensions: { length: '42', width: '31', height: '20', unit: 'cm' as const },
};
function booked(more: Partial<ParcelWeighed> = {}): ParcelWeighed {
  const rated = book.rate(parcel);
  if (!rated.ok) throw new Error(rated.error.detail);
  const { gross, dimensions } = parcel;
  return weighed(parcel.waybill, 2365, {
    ...{ line: 'L', gross, dimensions, chargeable: rated.value, ratedWith: { country: 'US' } },
    ...more,
  });
}

it('agrees with what the bench booked', () => {
  expect(recheckWeighing(booked())).toBeUndefined();
});

it('another figure, another unit or another size is found, and what it should be is said', () => {
  const { chargeable } = booked();
  const less = { ...chargeable, chargeable: { value: '0.1', unit: 'kg' as const } };
  expect(recheckWeighing(booked({ chargeable: less }))).toEqual(chargeable.chargeable);
  const pounds = { ...chargeable, chargeable: { ...chargeable.chargeable, unit: 'lb' as const } };
  expect(recheckWeighing(booked({ chargeable: pounds }))).toEqual(chargeable.chargeable);
  const dimensions = { ...parcel.dimensions, height: '40' };
  expect(recheckWeighing(booked({ dimensions }))).not.toBeUndefined();
});

it('what cannot be reckoned here is not called wrong', () => {
  const wrong = { ...booked().chargeable, chargeable: { value: '0.1', unit: 'kg' as const } };
  expect(recheckWeighing(booked({ chargeable: { ...wrong, ruleVersion: '1999' } }))).toBeUndefined();
  expect(recheckWeighing(booked({ chargeable: { ...wrong, ruleId: 'own-rule' } }))).toBeUndefined();
  expect(recheckWeighing({ ...booked({ chargeable: wrong }), ratedWith: undefined })).toBeUndefined();
});
