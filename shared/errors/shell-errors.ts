import type { ErrorEntry } from './error-entry.ts';

/** Of home, people and shift. */
export const shellErrors = {
  PERSON_UNKNOWN: {
    number: 711,
    severity: 'check',
    retry: 'operator',
    zh: { verdict: '不认识', act: '再扫工牌, 或选名字', reason: '本机名单里没有这张工牌' },
    en: { verdict: 'Not known', act: 'Scan the badge again, or pick a name', reason: 'No such badge in the list here' },
  },
  PIN_WRONG: {
    number: 712,
    severity: 'check',
    retry: 'operator',
    zh: { verdict: '密码不对', act: '再输一次, 按回车', reason: '和本机名单里的密码不同' },
    en: { verdict: 'Wrong PIN', act: 'Type it again, press Enter', reason: 'It differs from the list here' },
  },
  SIGN_IN_WAITS: {
    number: 713,
    severity: 'check',
    retry: 'operator',
    zh: { verdict: '等一下', act: '等 15 秒再试, 或叫组长', reason: '错太多次, 每次等得更久' },
    en: {
      verdict: 'Wait',
      act: 'Try in 15 s, or call the lead',
      reason: 'Too many wrong tries; each wait is longer',
    },
  },
  NOBODY_KNOWN: {
    number: 714,
    severity: 'check',
    retry: 'automatic',
    zh: { verdict: '没有名单', act: '按 F12, 用设置里的人工作', reason: '云端还没发来人员名单' },
    en: {
      verdict: 'No people yet',
      act: 'Press F12, work as the set-up person',
      reason: 'The cloud has sent no people yet',
    },
  },
  STEP_NOT_PASSED: {
    number: 715,
    severity: 'check',
    retry: 'operator',
    zh: { verdict: '没通过', act: '按 F8 再做, 或组长按 F9', reason: '这一步没有通过' },
    en: { verdict: 'Not passed', act: 'F8 again, or lead presses F9', reason: 'This step was not passed' },
  },
  SHIFT_UNEXPLAINED: {
    number: 716,
    severity: 'stop',
    retry: 'operator',
    zh: { verdict: '有差异', act: '找到它, 扫它', reason: '数目对不上, 不能封班' },
    en: { verdict: 'Difference', act: 'Find it, scan it', reason: 'The counts differ; the shift stays open' },
  },
  EXPORT_FAILED: {
    number: 717,
    severity: 'check',
    retry: 'operator',
    zh: { verdict: '没写成', act: '换一个盘, 再按一次', reason: '文件没有写完, 盘上没有留下半个' },
    en: {
      verdict: 'Not written',
      act: 'Use another disk, press again',
      reason: 'The file was not completed; no half of it stays',
    },
  },
  NO_TARGET: {
    number: 718,
    severity: 'check',
    retry: 'operator',
    zh: { verdict: '没有 U 盘', act: '插上 U 盘, 再按 F5', reason: '没有可写的移动盘' },
    en: { verdict: 'No USB disk', act: 'Plug one in, press F5', reason: 'No removable disk that can be written' },
  },
} as const satisfies Record<string, ErrorEntry>;
