import { ChevronRight, Lock } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import {
  type CurrentSetting,
  OWN_SETTING_KINDS,
  type OwnSetting,
  type SettingValue,
} from '../../../../src-preload/contract/manager.ts';
import { assertNever } from '../../../../src-preload/contract/result.ts';
import { useAppContext, useFormat, useManager } from '../../../app/app-context.tsx';
import { Frame, SidePanelTop } from '../../../app/Frame.tsx';
import { useHardwareKeys } from '../../../app/hardware-keys.ts';
import { Button } from '../../../ui/Button.tsx';
import { cx } from '../../../ui/cx.ts';
import { Failure } from '../../../ui/Notice.tsx';
import { ActionHint, Back, Choices } from '../../../ui/Press.tsx';
import read from '../../../ui/Typography.module.css';
import { ScreenTitle } from '../../../ui/Typography.tsx';
import { RuleEdit } from './RuleEdit.tsx';
import css from './Rules.module.css';
import { createRulesStore } from './rules-store.ts';

/** The rules in the order a manager thinks of them. */
const GROUPS = [
  ['alone', ['rules.alone.host', 'rules.alone.server', 'rules.alone.manager', 'rules.most']],
  [
    'day',
    [
      'rules.employeeDay.alone.host',
      'rules.employeeDay.alone.server',
      'rules.employeeDay.alone.manager',
      'rules.employeeDay.most',
      'rules.guestDay.alone',
      'rules.guestDay.most',
    ],
  ],
  ['offline', ['rules.offline.alone', 'rules.offline.most', 'rules.offline.hours']],
  [
    'waiting',
    [
      'rules.waiting.count',
      'rules.waiting.sum',
      'rules.waiting.stopAfterHours',
      'rules.waiting.sendWithinHours',
    ],
  ],
  [
    'approval',
    [
      'rules.approval.minutes',
      'rules.approval.own',
      'rules.approval.byCode.most',
      'rules.secondManager.on',
      'rules.secondManager.above',
    ],
  ],
  [
    'restaurant',
    ['houseName', 'timeZone', 'dayEndsAtHour', 'undoSeconds', 'signOutAfterCredit', 'openOnlyMatch'],
  ],
] as const satisfies readonly (readonly [string, readonly OwnSetting[]])[];

type Group = (typeof GROUPS)[number][0];

/** A setting's value as people say it. */
export function useSettingWords(): (key: OwnSetting, value: SettingValue) => string {
  const { t } = useTranslation();
  const format = useFormat();
  return (key, value) => {
    const kind = OWN_SETTING_KINDS[key];
    switch (kind) {
      case 'amount':
        return format.total(Number(value));
      case 'seconds':
        return t('rules.seconds', { count: Number(value) });
      case 'minutes':
        return t('rules.minutes', { count: Number(value) });
      case 'hours':
        return t('rules.hours', { count: Number(value) });
      case 'hour':
        return format.hourOfDay(Number(value));
      case 'yes-no':
        return value === true ? t('rules.yes') : t('rules.no');
      case 'zone':
        return zoneName(String(value));
      case 'count':
      case 'text':
        return String(value);
      default:
        return assertNever(kind, 'kind of setting');
    }
  };
}

/** "New York" of "America/New_York". */
export const zoneName = (zone: string): string => (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');

function Row(props: { readonly setting: CurrentSetting; readonly onOpen: () => void }) {
  const { t } = useTranslation();
  const words = useSettingWords();
  const { key, value, locked, source } = props.setting;
  return (
    <Button className={css.row ?? ''} onPress={props.onOpen}>
      <span className={css.name}>
        {t(`rules.key.${key}`)}
        {locked ? (
          <span className={css.note}>
            <Lock className="icon" aria-hidden="true" />
            {t('rules.locked')}
          </span>
        ) : source === 'kiosk' ? (
          <span className={css.note}>{t('rules.own')}</span>
        ) : null}
      </span>
      <span className={css.value}>{words(key, value)}</span>
      <ChevronRight className="icon" aria-hidden="true" />
    </Button>
  );
}

/** The credit limits and what the kiosk is called: seen whole, changed one at a time, in effect at once. */
export function Rules() {
  const { t } = useTranslation();
  const { api, stores } = useAppContext();
  const words = useSettingWords();
  const go = useManager((manager) => manager.go);
  const [store] = useState(() => createRulesStore(api, stores.manager.getState().ask));
  useEffect(() => void store.getState().load(), [store]);
  const { settings, open, saved, error, choose } = useStore(store);
  const [group, setGroup] = useState<Group>('alone');
  const back = (): void => go({ at: 'home' });
  useHardwareKeys({ onEscape: open === null ? back : () => choose(null) });
  const byKey = new Map(settings?.map((setting) => [setting.key, setting]));
  const opened = open === null ? undefined : byKey.get(open);
  if (opened !== undefined) return <RuleEdit key={opened.key} store={store} setting={opened} />;
  const done = saved === null ? undefined : byKey.get(saved);
  return (
    <Frame
      name="rules"
      sidePanel={
        <>
          <SidePanelTop>
            <Choices
              label={t('rules.groups')}
              columns="two"
              className={css.groups}
              options={GROUPS.map(([id]) => ({ id, words: t(`rules.group.${id}`) }))}
              chosen={group}
              onChoose={setGroup}
            />
          </SidePanelTop>
          <ActionHint>{t('rules.backHold')}</ActionHint>
        </>
      }
    >
      <Back onPress={back}>{t('manager.toStart')}</Back>
      <ScreenTitle as="title">{t('rules.title')}</ScreenTitle>
      <p className={cx(read.label, css.sub)} role="status">
        {done === undefined
          ? t('rules.says')
          : t('rules.done', { name: t(`rules.key.${done.key}`), value: words(done.key, done.value) })}
      </p>
      {error === null ? null : (
        <div className={css.error}>
          <Failure error={error} compact />
        </div>
      )}
      <ul className={css.rules}>
        {(GROUPS.find(([id]) => id === group)?.[1] ?? []).flatMap((key) => {
          const setting = byKey.get(key);
          return setting === undefined
            ? []
            : [
                <li key={key}>
                  <Row setting={setting} onOpen={() => choose(key)} />
                </li>,
              ];
        })}
      </ul>
      {group === 'alone' ? <p className={cx(read.note, css.reasons)}>{t('rules.reasons')}</p> : null}
    </Frame>
  );
}
