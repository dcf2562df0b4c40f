import type { ErrorEntry } from './error-entry.ts';

/** Of files that the station writes for people, to a stick as a rule. */
export const exportErrors = {
  TARGET_FULL: {
    number: 731,
    severity: 'check',
    retry: 'operator',
    zh: { verdict: '盘满了', act: '换一个 U 盘, 再按一次', reason: 'U 盘空间不够, 没有留下半个文件' },
    en: {
      verdict: 'Disk full',
      act: 'Use another stick, press again',
      reason: 'The stick has no room; no half file stays',
    },
  },
  TARGET_GONE: {
    number: 732,
    severity: 'check',
    retry: 'operator',
    zh: { verdict: '盘拔掉了', act: '插好 U 盘, 再按一次', reason: '写到一半 U 盘不见了, 不能用那份' },
    en: { verdict: 'Stick gone', act: 'Plug it in, press again', reason: 'The stick went away; do not use that copy' },
  },
  TARGET_LOCKED: {
    number: 733,
    severity: 'check',
    retry: 'operator',
    zh: { verdict: '盘写保护', act: '打开写保护, 或换一个', reason: '这个 U 盘不让写' },
    en: { verdict: 'Write-protected', act: 'Unlock it, or use another', reason: 'This stick cannot be written' },
  },
  COPY_DIFFERS: {
    number: 734,
    severity: 'check',
    retry: 'operator',
    zh: { verdict: '盘不可靠', act: '换一个 U 盘, 再按一次', reason: '读回来和写的不一样' },
    en: {
      verdict: 'Copy differs',
      act: 'Use another stick, press again',
      reason: 'What was read back is not what was written',
    },
  },
} as const satisfies Record<string, ErrorEntry>;
