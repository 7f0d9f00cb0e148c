import { ChevronRight, CircleQuestionMark, Download, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Alert } from '../../../../src-preload/contract/manager.ts';
import { assertNever } from '../../../../src-preload/contract/result.ts';
import { useFlow, useFormat, useManager, useNow, useStatus } from '../../../app/app-context.tsx';
import { countdown } from '../../../text/format.ts';
import { bytesText, spanText } from '../../../text/measures.ts';
import { Button } from '../../../ui/Button.tsx';
import { cx } from '../../../ui/cx.ts';
import { useSettingWords } from '../settings/Rules.tsx';
import css from './Manager.module.css';

interface Words {
  readonly head: string;
  readonly says: readonly string[];
  /** What pressing the row does, and its word; null where there is nothing to press. */
  readonly act: { readonly word: string; readonly run: () => void } | null;
}

type NeedOf<W extends Alert['what']> = Extract<Alert, { readonly what: W }>;

function useAlertWords(): (alert: Alert) => Words {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const { language } = useStatus();
  const go = useManager((manager) => manager.go);
  const liftLock = useManager((manager) => manager.liftLock);
  const { setWaitingOpen, toSetUp, toApprovals } = useFlow((flow) => flow);
  const audit = { word: t('manager.look'), run: () => go({ at: 'audit' }) };
  const look = { word: t('manager.look'), run: () => go({ at: 'device' }) };
  const again = { word: t('manager.setUpAgain'), run: toSetUp };
  const limits = { word: t('manager.decide'), run: () => go({ at: 'limits' }) };
  const settingWords = useSettingWords();
  const moment = (at: number) => ({ day: format.dayLong(at, now), time: format.time(at) });
  const missing = (since: number): string =>
    since === 0 ? t('recovered.missingAll') : t('recovered.missing', moment(since));
  const altered = (alert: NeedOf<'altered'>): readonly string[] => [
    ...(alert.entries > 0 ? [t('need.alteredEntries', { count: alert.entries })] : []),
    ...(alert.restored > 0 ? [t('need.alteredRestored', { count: alert.restored })] : []),
    ...(alert.staff.length > 0 ? [t('need.alteredStaff', { names: alert.staff.join(', ') })] : []),
    ...(alert.keypad ? [t('need.alteredKeypad')] : []),
    ...(alert.facts ? [t('need.alteredFacts')] : []),
    ...(alert.log ? [t('need.alteredLog')] : []),
    ...(alert.key ? [t('need.alteredKey')] : []),
    t('need.recordCutSays', moment(alert.at)),
  ];
  const entry = ({ item }: NeedOf<'entry'>): Words => {
    const name = item.guestName ?? t('need.unnamed');
    const message = item.refusal?.message ?? null;
    const refused = message === null ? t('need.refusedPlain') : t('need.refused', { words: message });
    const why = item.stuck === null ? refused : t(`need.stuck.${item.stuck}`);
    return {
      head:
        item.kind === 'add-credit'
          ? t('need.entryFor', { amount: format.money(item.amount), name })
          : t('need.newGuest', { name }),
      says: [why, t('need.by', { name: item.givenBy, time: format.when(item.givenAt, now) })],
      act: { word: t('manager.decide'), run: () => go({ at: 'decide', item }) },
    };
  };
  return (alert) => {
    switch (alert.what) {
      case 'approvals':
        return {
          head: t('need.approvals', { count: alert.count }),
          says: [t('need.approvalsSays', { time: format.time(alert.endsAt) })],
          act: { word: t('manager.look'), run: toApprovals },
        };
      case 'disk-trouble':
        return { head: t('need.diskTrouble'), says: [t('need.diskTroubleSays')], act: null };
      case 'altered':
        return {
          head: t('need.altered'),
          says: altered(alert),
          act: audit,
        };
      case 'record-cut':
        return {
          head: t('need.recordCut'),
          says: [t('need.recordCutSays', moment(alert.at))],
          act: audit,
        };
      case 'entry':
        return entry(alert);
      case 'secret-lost':
        return { head: t('need.secretLost'), says: [t('need.secretLostSays')], act: again };
      case 'no-access':
        return {
          head: t('need.noAccess'),
          says: [t('need.noAccessSays', { time: format.when(alert.since, now) })],
          act: again,
        };
      case 'left-behind':
        return {
          head: t('need.leftBehind', { count: alert.count }),
          says: [t('need.leftBehindSays')],
          act: look,
        };
      case 'keypad-locked':
        return {
          head: t('need.keypadLocked'),
          says: [t('need.keypadLockedSays', { clock: countdown(alert.leftMs) })],
          act: { word: t('manager.openIt'), run: () => void liftLock() },
        };
      case 'lock-outs':
        return {
          head: t('need.lockOuts', { count: alert.count }),
          says: [t('need.lockOutsSays', { time: format.when(alert.lastAt, now) })],
          act: audit,
        };
      case 'waits-long':
        return {
          head: t('need.waitsLong', { count: alert.count, hours: alert.hours }),
          says: [t('need.waitsLongSays')],
          act: { word: t('manager.look'), run: () => setWaitingOpen(true) },
        };
      case 'disk-low':
        return {
          head: t('need.diskLow'),
          says: [t('need.diskLowSays', { size: bytesText(alert.freeBytes, language) })],
          act: null,
        };
      case 'clock': {
        const time = spanText(Math.abs(alert.aheadMs), language);
        return {
          head: alert.aheadMs > 0 ? t('need.clockAhead', { time }) : t('need.clockBehind', { time }),
          says: [t('need.clockSays')],
          act: null,
        };
      }
      case 'weak-sealing':
        return { head: t('need.weakSealing'), says: [t('need.weakSealingSays')], act: null };
      case 'limit':
        return {
          head: t('limits.line', {
            name: t(`rules.key.${alert.key}`),
            value: settingWords(alert.key, alert.value),
            standard: settingWords(alert.key, alert.standard),
          }),
          says: [t('need.limitSays')],
          act: limits,
        };
      case 'limits-older':
        return { head: t('need.limitsOlder'), says: [t('need.limitsOlderSays')], act: limits };
      case 'config':
        return {
          head: t('need.config', { key: alert.problem.key }),
          says: [alert.problem.problem, alert.problem.file],
          act: null,
        };
      case 'moved':
        return {
          head: t('need.moved'),
          says: [t('need.movedSays')],
          act: { word: t('manager.decide'), run: () => go({ at: 'moved' }) },
        };
      case 'recovered':
        return {
          head: t('need.recovered'),
          says: [
            t('need.recoveredSays', moment(alert.at)),
            ...(alert.missingSince === null ? [] : [missing(alert.missingSince)]),
            ...(alert.setAside === null ? [] : [t('need.recoveredKept')]),
          ],
          act: null,
        };
      case 'update-failed':
        return {
          head: t(`need.updateFailed.${alert.outcome}`, { version: alert.version }),
          says: [t(`need.updateFailedSays.${alert.outcome}`)],
          act: null,
        };
      case 'update-refused':
        return { head: t('need.updateRefused'), says: [t(`update.refused.${alert.code}`)], act: null };
      case 'update':
        return {
          head: t('need.update', { version: alert.version }),
          says: [t('need.updateSays')],
          act: { word: t('manager.look'), run: () => go({ at: 'update' }) },
        };
      default:
        return assertNever(alert, 'need');
    }
  };
}

/** One thing that needs a person: what it is, why, and what can be done about it here. */
export function AlertRow(props: { readonly alert: Alert }) {
  const words = useAlertWords()(props.alert);
  const Icon =
    props.alert.what === 'update'
      ? Download
      : props.alert.what === 'entry' && props.alert.item.stuck !== null
        ? CircleQuestionMark
        : TriangleAlert;
  const inside: ReactNode = (
    <>
      <span className={cx(css.needIn, props.alert.what === 'update' && css.calm)}>
        <Icon className="icon" aria-hidden="true" />
        <span className={css.needWords}>
          <span className={css.needHead}>{words.head}</span>
          <span className={css.needSub}>
            {words.says.map((each) => (
              <span key={each}>{each}</span>
            ))}
          </span>
        </span>
      </span>
      {words.act === null ? null : (
        <span className={css.needGo}>
          {words.act.word}
          <ChevronRight className="icon" aria-hidden="true" />
        </span>
      )}
    </>
  );
  return words.act === null ? (
    <div className={css.need}>{inside}</div>
  ) : (
    <Button className={css.need ?? ''} onPress={words.act.run}>
      {inside}
    </Button>
  );
}
