import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { type CurrentSetting, OWN_SETTING_KINDS } from '../../../../src-preload/contract/manager.ts';
import { useFormat } from '../../../app/app-context.tsx';
import { Frame, SidePanelTop } from '../../../app/Frame.tsx';
import { useHardwareKeys } from '../../../app/hardware-keys.ts';
import { keysOfAmount } from '../../../core/keypad.ts';
import { cx } from '../../../ui/cx.ts';
import { Keypad } from '../../../ui/Keypad.tsx';
import { Failure } from '../../../ui/Notice.tsx';
import { ActionHint, Back, PressButton, Primary, Switch } from '../../../ui/Press.tsx';
import read from '../../../ui/Typography.module.css';
import { Facts, ScreenTitle } from '../../../ui/Typography.tsx';
import { TextSheet } from '../../credit/NoteSheet.tsx';
import css from './Rules.module.css';
import { useSettingWords } from './Rules.tsx';
import type { RulesStore } from './rules-store.ts';
import { HourChoices, ZoneChoices } from './ZoneChoices.tsx';

const MAX_NAME = 40;
/** Kinds that are typed on the keypad. */
const TYPED: readonly string[] = ['amount', 'seconds', 'minutes', 'hours', 'count'];

/** The value, as it is chosen or as it is typed. */
function Value(props: {
  readonly setting: CurrentSetting;
  readonly shown: CurrentSetting['value'];
  readonly onChoose: (value: CurrentSetting['value']) => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useSettingWords();
  const { shown, onChoose } = props;
  const { key, locked } = props.setting;
  const kind = OWN_SETTING_KINDS[key];
  if (kind === 'zone' && !locked) return <ZoneChoices chosen={String(shown)} onChoose={onChoose} />;
  if (kind === 'hour' && !locked) return <HourChoices chosen={Number(shown)} onChoose={onChoose} />;
  if (kind === 'yes-no' && !locked) {
    return (
      <div className={css.switch}>
        <Switch
          label={t(`rules.key.${key}`)}
          options={[
            { id: 'yes', words: t('rules.yes') },
            { id: 'no', words: t('rules.no') },
          ]}
          chosen={shown === true ? 'yes' : 'no'}
          onChoose={(id) => onChoose(id === 'yes')}
        />
      </div>
    );
  }
  return (
    <p className={cx(css.figure, kind === 'text' && css.words)} role="status">
      {kind === 'count' ? format.count(Number(shown)) : words(key, shown)}
    </p>
  );
}

/** One rule: what is in effect, and another value for it; or why it cannot be changed here. */
export function RuleEdit(props: { readonly store: RulesStore; readonly setting: CurrentSetting }) {
  const { t } = useTranslation();
  const words = useSettingWords();
  const { draft, saving, error, choose, press, set, save } = useStore(props.store);
  const { key, value, locked, file, source } = props.setting;
  const kind = OWN_SETTING_KINDS[key];
  const typed = TYPED.includes(kind);
  const [naming, setNaming] = useState(false);
  const back = (): void => choose(null);
  const changed = draft !== null && draft !== value;
  const submit = (): void => {
    if (changed) void save();
  };
  const keepDraft = () => () => (draft === null ? choose(key) : set(draft));
  useHardwareKeys({
    onEscape: back,
    onEnter: submit,
    ...(typed && !locked ? { onKey: press, money: keepDraft } : {}),
    ...(kind === 'amount' && !locked ? { onPaste: (text) => keysOfAmount(text).forEach(press) } : {}),
  });
  if (naming) {
    return (
      <TextSheet
        screen="rule"
        text={String(draft ?? value)}
        most={MAX_NAME}
        name
        words={{
          title: t('rules.nameTitle'),
          hint: t('rules.nameHint'),
          empty: t('rules.nameEmpty'),
          done: t('rules.nameDone'),
          cancel: t('rules.nameCancel'),
        }}
        onDone={(text) => {
          if (text !== '') set(text);
          setNaming(false);
        }}
        onCancel={() => setNaming(false)}
      />
    );
  }
  const shown = draft ?? value;
  return (
    <Frame
      name="rule"
      sidePanel={
        locked ? (
          <ActionHint>{t('rules.lockedHold')}</ActionHint>
        ) : (
          <>
            <SidePanelTop low />
            {source !== 'kiosk' ? null : (
              <PressButton onPress={() => void save(null)}>{t('rules.takeBackPlain')}</PressButton>
            )}
            {kind === 'text' ? (
              <PressButton onPress={() => setNaming(true)}>{t('setUp.change')}</PressButton>
            ) : null}
            {typed ? <Keypad onKey={press} money={kind === 'amount'} /> : null}
            {changed ? (
              <Primary onPress={submit} busy={saving}>
                {saving ? t('rules.saving') : t('rules.putInForce')}
              </Primary>
            ) : (
              <ActionHint>{t('rules.hold')}</ActionHint>
            )}
          </>
        )
      }
    >
      <Back onPress={back}>{t('rules.back')}</Back>
      <ScreenTitle as="title">{t(`rules.key.${key}`)}</ScreenTitle>
      <Value setting={props.setting} shown={shown} onChoose={set} />
      {locked ? (
        <p className={cx(read.lead, css.why)}>
          {file === null ? t('rules.lockedEnvironment') : t('rules.lockedSays', { file })}
        </p>
      ) : (
        <div className={css.facts}>
          <Facts facts={[[t('rules.inForce'), words(key, value)]]} />
        </div>
      )}
      {error === null ? null : (
        <div className={css.error}>
          <Failure error={error} compact />
        </div>
      )}
      {locked ? null : <p className={cx(read.note, css.foot)}>{t('rules.says')}</p>}
    </Frame>
  );
}
