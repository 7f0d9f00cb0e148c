import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  itemId,
  type Resolution,
  type WaitingItem,
  type WaitingList,
} from '../../../src-preload/contract/outbox.ts';
import { assertNever } from '../../../src-preload/contract/result.ts';
import { useAppContext, useFormat } from '../../app/app-context.tsx';
import { Frame, SidePanelTop } from '../../app/Frame.tsx';
import { useHardwareKeys } from '../../app/hardware-keys.ts';
import { ask } from '../../core/ask.ts';
import { cx } from '../../ui/cx.ts';
import { Back, Choices, PressButton, Primary } from '../../ui/Press.tsx';
import read from '../../ui/Typography.module.css';
import { Facts, ScreenTitle } from '../../ui/Typography.tsx';
import { ManagerPinPanel, usePin } from '../sign-in/Pin.tsx';
import { ANOTHER_GUEST, asksFirst, type Choice, choicesFor, resolutionOf } from './decisions.ts';
import { DecideCorrect, type Resolve } from './ResolveCorrect.tsx';
import css from './ResolveEntry.module.css';
import { DecideAnother } from './ResolveOther.tsx';
import { useItemWords } from './WaitingEntry.tsx';
import { needsPerson } from './waiting.ts';

const WORDS = {
  'send-as-new': ['decide.sendAgain', 'decide.primarySend'],
  recheck: ['decide.recheck', 'decide.recheck'],
  'create-anyway': ['decide.createAnyway', 'decide.primaryCreate'],
  'use-existing': ['decide.isThemUnnamed', 'decide.primaryUse'],
  'correct-guest': ['decide.correct', 'decide.primaryCorrect'],
  discard: ['decide.discard', 'decide.discard'],
  'by-hand': ['byHand.choice', 'byHand.do'],
} as const satisfies Record<Resolution['do'], readonly [string, string]>;

/** What a choice does, in one sentence; with how much credit goes with it where that is behind a new guest. */
function useWill(): (item: WaitingItem, what: Resolution['do']) => string {
  const { t } = useTranslation();
  const format = useFormat();
  return (item, what) => {
    const behind = item.kind === 'create-guest' ? item.creditBehind : null;
    const credits =
      behind === null || behind.count === 0
        ? null
        : t('decide.credits', { count: behind.count, sum: format.money(behind.sum) });
    switch (what) {
      case 'by-hand':
        return t(item.state === 'verifying' ? 'byHand.willMaybe' : 'byHand.will');
      case 'send-as-new':
        return t('decide.willSend');
      case 'recheck':
        return t('decide.willRecheck');
      case 'create-anyway':
        return t('decide.willCreate');
      case 'use-existing':
        if (item.kind === 'add-credit') return t('decide.willUseMerged');
        return credits === null ? t('decide.willUse') : t('decide.willUseBehind', { credits });
      case 'correct-guest':
        return t('decide.willCorrect');
      case 'discard':
        if (item.kind === 'add-credit') return t('decide.willDiscard');
        return credits === null ? t('decide.willDiscardGuest') : t('decide.willDiscardBehind', { credits });
      default:
        return assertNever(what, 'resolution');
    }
  };
}

/** On a low panel the reasons are below the fold: once they are asked for they are shown. */
const intoView = (element: HTMLElement | null): void => element?.scrollIntoView({ block: 'nearest' });

interface Deciding {
  readonly item: WaitingItem;
  readonly onDone: (list: WaitingList) => void;
  readonly onBack: () => void;
}

/** A manager decides about an entry that software stopped with. Leaving half way changes nothing. */
export function ResolveEntry(props: Deciding) {
  const { api } = useAppContext();
  const { item, onDone } = props;
  /** What is decided on a screen of its own. */
  const [way, setWay] = useState<'correct-guest' | 'another-guest' | null>(null);
  /** An answer is on its way: until it is there, what happens to the entry may be its doing. */
  const [asking, setAsking] = useState(false);
  const [atToast, setAtToast] = useState(false);
  const [neededPerson] = useState(() => needsPerson(item));
  const over = neededPerson ? !needsPerson(item) : choicesFor(item).length === 0;
  const resolve: Resolve = async (resolution, pin) => {
    setAsking(true);
    const answer = await ask<'resolveEntry'>(api.resolveEntry({ id: itemId(item), resolution, pin }));
    setAsking(false);
    if (answer.ok) onDone(answer.value);
    else if (answer.error.code === 'already-at-toast') setAtToast(true);
    return answer;
  };
  const back = (): void => setWay(null);
  if (atToast || (!asking && over)) {
    return <Over item={item} atToast={atToast} onBack={props.onBack} />;
  }
  if (way !== null && item.kind === 'create-guest') {
    return way === 'correct-guest' ? (
      <DecideCorrect item={item} resolve={resolve} onBack={back} />
    ) : (
      <DecideAnother item={item} resolve={resolve} onBack={back} />
    );
  }
  return <Chooser item={item} resolve={resolve} onBack={props.onBack} onWay={setWay} />;
}

/** There is nothing to decide any more: Toast, asked first, has it already; or it moved on by itself meanwhile. */
function Over(props: { readonly item: WaitingItem; readonly atToast: boolean; readonly onBack: () => void }) {
  const { t } = useTranslation();
  const words = useItemWords();
  const { item, atToast, onBack } = props;
  useHardwareKeys({ onEnter: onBack, onEscape: onBack });
  const there = item.kind === 'add-credit' ? t('decide.atToast') : t('decide.atToastGuest');
  return (
    <Frame
      name="decide"
      sidePanel={
        <>
          <SidePanelTop />
          <Primary onPress={onBack}>{t('decide.goBack')}</Primary>
        </>
      }
    >
      <Back onPress={onBack}>{t('decide.back')}</Back>
      <ScreenTitle as="title">{atToast ? there : t('decide.over')}</ScreenTitle>
      <What item={item} />
      <p className={cx(read.lead, css.will)} role="status">
        {atToast ? t('decide.atToastSays') : words(item, 0)}
      </p>
    </Frame>
  );
}

/** What is decided about, in one line. */
function What(props: { readonly item: WaitingItem }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { item } = props;
  return (
    <p className={css.what}>
      <b>{item.kind === 'add-credit' ? format.money(item.amount) : t('waiting.newGuest')}</b>{' '}
      {item.kind === 'add-credit'
        ? t('waiting.for', { name: item.guestName ?? t('common.thisGuest').toLowerCase() })
        : (item.guestName ?? '')}
    </p>
  );
}

/** Everything that can be done with the entry, what the chosen one does, and the manager's PIN for it. */
function Chooser(props: {
  readonly item: WaitingItem;
  readonly resolve: Resolve;
  readonly onBack: () => void;
  readonly onWay: (way: 'correct-guest' | 'another-guest') => void;
}) {
  const { t } = useTranslation();
  const will = useWill();
  const words = useItemWords();
  const { item } = props;
  const choices = choicesFor(item);
  const only = choices.length === 1 && choices[0]?.do === 'by-hand' ? choices[0] : null;
  const [chosen, setChosen] = useState<Choice | null>(only);
  const [why, setWhy] = useState<string | null>(null);
  const resolution = resolutionOf(chosen, why);
  // The store lives as long as the screen; what it sends is what is chosen when the PIN is complete.
  const [latest] = useState<{ resolution: Resolution | null }>({ resolution: null });
  useEffect(() => {
    latest.resolution = resolution;
  }, [latest, resolution]);
  const pin = usePin(async (digits) => {
    const { resolution: what } = latest;
    return what === null ? { ok: true, value: null } : await props.resolve(what, digits);
  });
  const submit = (): void => {
    if (resolution !== null) pin.submit();
  };
  useHardwareKeys({ onKey: pin.press, onEnter: submit, onEscape: props.onBack });
  const reasons = [t('decide.whyLeft'), t('decide.whyOther'), t('decide.whyMistake')];
  const hold =
    chosen === null ? t('decide.choose') : resolution === null ? t('decide.chooseWhy') : t('decide.typePin');
  const isGuest = item.kind === 'create-guest';
  const wordsOf = (each: Choice): string => {
    if (each.id === ANOTHER_GUEST.id) return t('decide.another');
    if (each.do === 'discard' && isGuest) return t('decide.discardGuest');
    return each.guest?.name == null ? t(WORDS[each.do][0]) : t('decide.isThem', { name: each.guest.name });
  };
  const doIt =
    pin.checking || chosen === null
      ? t(chosen !== null && asksFirst(chosen.do) ? 'decide.asking' : 'signIn.checking')
      : t(chosen.do === 'discard' && isGuest ? 'decide.discardGuest' : WORDS[chosen.do][1]);
  const choose = (id: string): void => {
    if (id === 'correct-guest' || id === 'another-guest') props.onWay(id);
    else setChosen(choices.find((each) => each.id === id) ?? null);
  };
  const question = isGuest ? t('decide.questionGuest') : t('decide.question');
  const message = item.refusal?.message ?? null;
  const reference = item.refusal?.requestId ?? null;
  return (
    <Frame
      name="decide"
      sidePanel={
        <ManagerPinPanel
          pin={pin}
          ready={resolution !== null}
          act={
            // What ends a credit is never green.
            chosen?.do === 'discard' || chosen?.do === 'by-hand' ? (
              <PressButton kind="tall" onPress={submit}>
                {doIt}
              </PressButton>
            ) : (
              <Primary onPress={submit} busy={pin.checking}>
                {doIt}
              </Primary>
            )
          }
          hold={hold}
        />
      }
    >
      <Back onPress={props.onBack}>{t('decide.back')}</Back>
      <ScreenTitle as="title">{question}</ScreenTitle>
      <What item={item} />
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
        label={question}
        columns="two"
        className={css.choices}
        options={choices.map((each) => ({ id: each.id, words: wordsOf(each) }))}
        chosen={chosen?.id ?? null}
        onChoose={choose}
      />
      {chosen === null ? null : <p className={cx(read.label, css.will)}>{will(item, chosen.do)}</p>}
      {chosen?.do === 'discard' ? (
        <div ref={intoView}>
          <Choices
            label={t('decide.why')}
            columns="two"
            className={css.choices}
            options={reasons.map((reason) => ({ id: reason, words: reason }))}
            chosen={why}
            onChoose={setWhy}
          />
        </div>
      ) : null}
    </Frame>
  );
}
