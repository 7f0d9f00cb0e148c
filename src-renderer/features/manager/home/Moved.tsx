import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppError } from '../../../../src-preload/contract/errors.ts';
import { useAppContext, useManager } from '../../../app/app-context.tsx';
import { Frame, SidePanelTop } from '../../../app/Frame.tsx';
import { useHardwareKeys } from '../../../app/hardware-keys.ts';
import { cx } from '../../../ui/cx.ts';
import { Failure } from '../../../ui/Notice.tsx';
import { ActionHint, Back, Choices, PressButton, Primary } from '../../../ui/Press.tsx';
import read from '../../../ui/Typography.module.css';
import { ScreenTitle } from '../../../ui/Typography.tsx';
import css from '../../queue/ResolveEntry.module.css';

type As = 'replacement' | 'copy';
const AS: readonly As[] = ['replacement', 'copy'];

/** The data was made on another PC: a manager says which this one is. Their open visit is the permission. */
export function Moved() {
  const { t } = useTranslation();
  const { api } = useAppContext();
  const { go, ask } = useManager((manager) => manager);
  const [chosen, setChosen] = useState<As | null>(null);
  const [saving, setSaving] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  const back = (): void => go({ at: 'home' });
  const confirm = async (): Promise<void> => {
    if (chosen === null || saving) return;
    setSaving(true);
    setError(null);
    const answer = await ask<'confirmMoved'>(api.confirmMoved({ as: chosen }));
    setSaving(false);
    if (answer.ok) back();
    else setError(answer.error);
  };
  const submit = (): void => void confirm();
  useHardwareKeys({ onEscape: back, onEnter: submit });
  return (
    <Frame
      name="moved"
      sidePanel={
        <>
          <SidePanelTop />
          {chosen === null ? (
            <ActionHint>{t('decide.choose')}</ActionHint>
          ) : chosen === 'replacement' ? (
            <Primary onPress={submit} busy={saving}>
              {saving ? t('rules.saving') : t('moved.do.replacement')}
            </Primary>
          ) : (
            <PressButton kind="tall" onPress={submit}>
              {saving ? t('rules.saving') : t('moved.do.copy')}
            </PressButton>
          )}
        </>
      }
    >
      <Back onPress={back}>{t('manager.toStart')}</Back>
      <ScreenTitle as="title">{t('moved.title')}</ScreenTitle>
      <p className={cx(read.label, css.says)}>{t('moved.says')}</p>
      <Choices
        label={t('moved.title')}
        columns="two"
        className={css.choices}
        options={AS.map((as) => ({ id: as, words: t(`moved.${as}`) }))}
        chosen={chosen}
        onChoose={setChosen}
      />
      {AS.map((as) => (
        <p className={cx(read.label, css.will)} key={as}>
          {t(`moved.will.${as}`)}
        </p>
      ))}
      {error === null ? null : (
        <div className={css.facts}>
          <Failure error={error} compact />
        </div>
      )}
    </Frame>
  );
}
