import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  itemId,
  type Resolution,
  type WaitingItem,
  type WaitingList,
} from '../../src-preload/contract/outbox.ts';
import { useAround, useFormat } from '../app/context.tsx';
import { useHardwareKeys } from '../app/hardware-keys.ts';
import { ask } from '../state/ask.ts';
import { type Choice, choicesFor, resolutionOf } from '../state/decisions.ts';
import { cx } from '../ui/cx.ts';
import { Frame } from '../ui/Frame.tsx';
import { Back, Choices, PressButton, Primary } from '../ui/Press.tsx';
import read from '../ui/Read.module.css';
import { Facts, ScreenTitle } from '../ui/Read.tsx';
import css from './Decide.module.css';
import { ManagerPinTray, usePin } from './Pin.tsx';
import { useItemWords } from './WaitingEntry.tsx';

const WORDS = {
  'send-as-new': ['decide.sendAgain', 'decide.willSend', 'decide.primarySend'],
  recheck: ['decide.recheck', 'decide.willRecheck', 'decide.primaryRecheck'],
  'create-anyway': ['decide.createAnyway', 'decide.willCreate', 'decide.primaryCreate'],
  'use-existing': ['decide.isThemUnnamed', 'decide.willUse', 'decide.primaryUse'],
  'correct-guest': ['decide.correct', 'decide.willCorrect', 'decide.primaryCorrect'],
  discard: ['decide.discard', 'decide.willDiscard', 'decide.primaryDiscard'],
} as const satisfies Record<Resolution['do'], readonly [string, string, string]>;

/** A manager decides about something that software stopped with: what shall become of it, and their PIN. */
export function Decide(props: {
  readonly item: WaitingItem;
  readonly onDone: (list: WaitingList) => void;
  readonly onBack: () => void;
}) {
  const { t } = useTranslation();
  const { api } = useAround();
  const format = useFormat();
  const words = useItemWords();
  const { item } = props;
  const choices = choicesFor(item);
  const [chosen, setChosen] = useState<Choice | null>(null);
  const [why, setWhy] = useState<string | null>(null);
  const resolution = resolutionOf(chosen, why);
  // The store lives as long as the screen; what it sends is what is chosen when the PIN is complete.
  const [latest] = useState<{ resolution: Resolution | null }>({ resolution: null });
  useEffect(() => {
    latest.resolution = resolution;
  }, [latest, resolution]);
  const { onDone } = props;
  const pin = usePin(async (digits) => {
    const { resolution: what } = latest;
    if (what === null) return { ok: true, value: null };
    const answer = await ask<'resolveEntry'>(
      api.resolveEntry({ id: itemId(item), resolution: what, pin: digits }),
    );
    if (answer.ok) onDone(answer.value);
    return answer;
  });
  const submit = (): void => {
    if (resolution !== null) pin.submit();
  };
  useHardwareKeys({ onKey: pin.press, onEnter: submit, onEscape: props.onBack });
  const reasons = [t('decide.whyLeft'), t('decide.whyOther'), t('decide.whyMistake')];
  const hold =
    chosen === null ? t('decide.choose') : resolution === null ? t('decide.chooseWhy') : t('decide.typePin');
  const wordsOf = (each: Choice): string =>
    each.guest?.name == null ? t(WORDS[each.do][0]) : t('decide.isThem', { name: each.guest.name });
  const doIt = pin.checking || chosen === null ? t('signIn.checking') : t(WORDS[chosen.do][2]);
  const message = item.refusal?.message ?? null;
  const reference = item.refusal?.requestId ?? null;
  return (
    <Frame
      name="decide"
      tray={
        <ManagerPinTray
          pin={pin}
          ready={resolution !== null}
          act={
            // What ends a credit is never green.
            chosen?.do === 'discard' ? (
              <PressButton kind="tall" onPress={submit}>
                {doIt}
              </PressButton>
            ) : (
              <Primary onPress={submit}>{doIt}</Primary>
            )
          }
          hold={hold}
        />
      }
    >
      <Back onPress={props.onBack}>{t('decide.back')}</Back>
      <ScreenTitle as="title">{t('decide.question')}</ScreenTitle>
      <p className={css.what}>
        <b>{item.kind === 'add-credit' ? format.money(item.amount) : t('waiting.newGuest')}</b>{' '}
        {item.kind === 'add-credit'
          ? t('waiting.for', { name: item.guestName ?? t('common.thisGuest').toLowerCase() })
          : (item.guestName ?? '')}
      </p>
      <p className={read.label}>{words({ ...item, refusal: null }, 0)}</p>
      {message === null ? null : (
        <div className={css.facts}>
          <Facts facts={[[t('decide.toastSaid'), message]]} />
        </div>
      )}
      {reference === null ? null : (
        <p className={cx(read.note, css.reference)}>{t('waiting.reference', { reference })}</p>
      )}
      <Choices
        label={t('decide.question')}
        columns="two"
        className={css.choices}
        options={choices.map((each) => ({ id: each.id, words: wordsOf(each) }))}
        chosen={chosen?.id ?? null}
        onChoose={(id) => setChosen(choices.find((each) => each.id === id) ?? null)}
      />
      {chosen === null ? null : <p className={cx(read.label, css.will)}>{t(WORDS[chosen.do][1])}</p>}
      {chosen?.do === 'discard' ? (
        <Choices
          label={t('decide.why')}
          columns="two"
          className={css.choices}
          options={reasons.map((reason) => ({ id: reason, words: reason }))}
          chosen={why}
          onChoose={setWhy}
        />
      ) : null}
    </Frame>
  );
}
