import type { ErrorEntry } from './error-entry.ts';

export const supplyErrors = {
  JOURNAL_RESCUED: {
    number: 420,
    severity: 'check',
    retry: 'automatic',
    zh: { verdict: '日志丢失', act: '继续工作, 叫组长', reason: '日志被删, 本机视图里的记录已另存, 正在上传' },
    en: {
      verdict: 'Journal was lost',
      act: 'Go on, call the lead',
      reason: 'The journal was deleted; records of the local view are kept apart and sent',
    },
  },
  SUPPLY_NOT_STORED: {
    number: 607,
    severity: 'check',
    retry: 'automatic',
    zh: { verdict: '资料没存', act: '继续工作, 叫组长看磁盘', reason: '云端资料写不进磁盘, 用的还是旧资料' },
    en: {
      verdict: 'Data not stored',
      act: 'Go on; lead: check the disk',
      reason: 'Data from the cloud could not be written; the old data serves',
    },
  },
  NUMBERS_LOW: {
    number: 608,
    severity: 'check',
    retry: 'automatic',
    zh: { verdict: '号码不多', act: '继续工作, 叫组长连网', reason: '预领的号码只够几天, 连网后自动补领' },
    en: {
      verdict: 'Numbers low',
      act: 'Go on; lead: restore the network',
      reason: 'Numbers leased ahead last a few more days; more come with the network',
    },
  },
  NUMBERS_EMPTY: {
    number: 609,
    severity: 'stop',
    retry: 'automatic',
    zh: { verdict: '号码用完', act: '叫组长连网领号', reason: '本机没有预领的号码了, 其他工作照常' },
    en: {
      verdict: 'Out of numbers',
      act: 'Lead: restore the network',
      reason: 'No leased number is left here; other work goes on',
    },
  },
  LEAD_NEEDED: {
    number: 610,
    severity: 'stop',
    retry: 'operator',
    zh: { verdict: '要组长', act: '请组长刷工牌', reason: '这一步只有组长能决定' },
    en: { verdict: 'Lead needed', act: 'Lead: scan your badge', reason: 'Only a lead may decide this' },
  },
  SIGN_IN_NEEDED: {
    number: 611,
    severity: 'stop',
    retry: 'operator',
    zh: { verdict: '先登录', act: '刷工牌或输密码', reason: '还没有人登录这台机器' },
    en: { verdict: 'Sign in first', act: 'Scan your badge, or PIN', reason: 'Nobody is signed in at this station' },
  },
  STATION_REVOKED: {
    number: 613,
    severity: 'check',
    retry: 'operator',
    zh: { verdict: '本机被吊销', act: '继续工作, 叫主管', reason: '工作照常, 记录进隔离区, 主管放行或重新登记' },
    en: {
      verdict: 'Revoked',
      act: 'Go on, ask the supervisor',
      reason: 'Work goes on, records go to quarantine; the supervisor lets them in or enrols it anew',
    },
  },
  NOTHING_TO_SEAL: {
    number: 612,
    severity: 'check',
    retry: 'never',
    zh: { verdict: '无可封班', act: '继续工作', reason: '上次封班以后没有新记录' },
    en: { verdict: 'Nothing to seal', act: 'Go on working', reason: 'Nothing was recorded since the last seal' },
  },
} as const satisfies Record<string, ErrorEntry>;
