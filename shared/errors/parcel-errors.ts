import type { ErrorEntry } from './error-entry.ts';

export const parcelErrors = {
  SCAN_UNREADABLE: {
    number: 201,
    severity: 'check',
    retry: 'operator',
    zh: { verdict: '码不对', act: '再扫一次运单', reason: '扫到的不是运单, 箱码或命令码' },
    en: {
      verdict: 'Not a waybill',
      act: 'Scan the waybill again',
      reason: 'What was scanned is no waybill, box or command code',
    },
  },
  SCAN_TORN: {
    number: 207,
    severity: 'check',
    retry: 'operator',
    zh: { verdict: '码不全', act: '再扫一次', reason: '扫描枪的信号断在中间, 只到了一半' },
    en: {
      verdict: 'Half a code',
      act: 'Scan it again',
      reason: 'The scan was interrupted and only a part of it arrived',
    },
  },
  SCAN_WAYBILL_FIRST: {
    number: 202,
    severity: 'check',
    retry: 'operator',
    zh: { verdict: '先扫运单', act: '扫这一件的运单', reason: '台面上有货, 但还没有扫运单' },
    en: {
      verdict: 'Scan first',
      act: 'Scan the waybill of this one',
      reason: 'There is a parcel on the plate and no waybill yet',
    },
  },
  PARCEL_OPEN: {
    number: 203,
    severity: 'check',
    retry: 'operator',
    zh: { verdict: '上件没称', act: '先称这一件, 或按 F8', reason: '上一个运单还没有称重' },
    en: {
      verdict: 'One is open',
      act: 'Weigh this one first, or F8',
      reason: 'The parcel scanned before is not weighed yet',
    },
  },
  PARCEL_ALREADY_WEIGHED: {
    number: 205,
    severity: 'check',
    retry: 'operator',
    zh: { verdict: '已称过', act: '扫下一件, 或 F1 重称', reason: '这个运单已经称过' },
    en: { verdict: 'Already weighed', act: 'Scan the next one, or F1', reason: 'This waybill has been weighed before' },
  },
  PARCEL_UNANNOUNCED: {
    number: 206,
    severity: 'check',
    retry: 'operator',
    zh: { verdict: '无预报', act: '选线路: F1, F2 或扫线路码', reason: '本机没有这个运单的预报' },
    en: {
      verdict: 'Unannounced',
      act: 'Choose a line: F1, F2 or scan',
      reason: 'There is no pre-alert for this waybill on this machine',
    },
  },
  DIMENSIONS_MISSING: {
    number: 210,
    severity: 'check',
    retry: 'operator',
    zh: { verdict: '缺尺寸', act: '扫箱码, 或按 F5 输入', reason: '这条线路要按体积计费' },
    en: { verdict: 'Size missing', act: 'Scan the box code, or F5', reason: 'This line bills by volume' },
  },
  DIMENSIONS_IMPLAUSIBLE: {
    number: 211,
    severity: 'check',
    retry: 'operator',
    zh: { verdict: '尺寸不对', act: '重新输入, 单位厘米', reason: '每边须在 1 到 300 厘米之间' },
    en: { verdict: 'Size is off', act: 'Enter it again, in cm', reason: 'Each side must be between 1 and 300 cm' },
  },
  WEIGHT_TOO_SMALL: {
    number: 212,
    severity: 'check',
    retry: 'operator',
    zh: { verdict: '太轻', act: '放好包裹', reason: '低于本台最小可记重量' },
    en: {
      verdict: 'Too light',
      act: 'Put the parcel on fully',
      reason: 'Below the smallest weight this bench may book',
    },
  },
} as const satisfies Record<string, ErrorEntry>;
