import { UserRoundPlus, UserRoundSearch } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isAbroad } from '../../../src-preload/contract/formats/phone.ts';
import { useFlow, useLookUp } from '../../app/app-context.tsx';
import { phoneText } from '../../core/phone.ts';
import { cx } from '../../ui/cx.ts';
import { Failure, Trouble } from '../../ui/Notice.tsx';
import { PressButton } from '../../ui/Press.tsx';
import read from '../../ui/Typography.module.css';
import css from './LookUp.module.css';
import { type LookUpState, queryOf } from './look-up.ts';
import { hasSeveralWords } from './look-up-join.ts';
import { NearMatches } from './Matches.tsx';

/**
 * What the form of a new guest begins with; null where what was typed cannot be theirs. A name never leads there: Toast finds
 * whole names only, so that no one was found says too little. A new guest begins with a number.
 */
export function useNewGuest(state: LookUpState): (() => void) | null {
  const open = useFlow((flow) => flow.openNewGuest);
  const { by, toast } = state;
  const query = queryOf(state);
  // Toast may not take a number of another country: such a guest is added by their e-mail.
  if (by === 'last-four' || by === 'name' || (by === 'phone' && isAbroad(query))) return null;
  if (toast.step === 'failed' && toast.error?.code === 'number-impossible') return null;
  return () => {
    open(by === 'phone' ? { digits: query, name: state.named } : { email: query });
  };
}

/** Beside what went wrong: on with a new guest, or where what was typed is of no use here, another way to search. */
function OtherWay(props: { readonly state: LookUpState }) {
  const { t } = useTranslation();
  const newGuest = useNewGuest(props.state);
  const { choose, numberInstead } = useLookUp((lookUp) => lookUp);
  if (props.state.by === 'phone' && isAbroad(queryOf(props.state))) {
    return (
      <>
        <PressButton kind="small" onPress={() => choose('name')}>
          {t('lookUp.byName')}
        </PressButton>
        <PressButton kind="small" onPress={() => choose('email')}>
          {t('lookUp.byEmail')}
        </PressButton>
      </>
    );
  }
  if (props.state.by === 'name') {
    return (
      <PressButton kind="small" onPress={numberInstead}>
        {t('lookUp.byPhone')}
      </PressButton>
    );
  }
  return newGuest === null ? null : (
    <PressButton kind="small" onPress={newGuest}>
      <UserRoundPlus className="icon" aria-hidden="true" />
      {t('lookUp.newGuest')}
    </PressButton>
  );
}

/** No one is found, as far as could be asked: what that means, and where it leads. */
export function NoMatch(props: { readonly state: LookUpState }) {
  const { t } = useTranslation();
  const { state } = props;
  const { by, toast, answer } = state;
  const query = queryOf(state);
  const icon = <UserRoundSearch className="icon" aria-hidden="true" />;
  const failed = toast.step === 'failed';
  const abroad = by === 'phone' && isAbroad(query);
  const near = by === 'phone' ? (answer?.near ?? []) : [];
  const told = (what: string, todo: ReactNode) => (
    <Trouble icon={icon} what={what} todo={todo}>
      {failed || abroad ? <OtherWay state={state} /> : undefined}
    </Trouble>
  );
  const asTyped = by === 'phone' ? phoneText(query) : query;
  const words = (): ReactNode => {
    if (failed && toast.error !== null && toast.error.code !== 'offline') {
      return (
        <Failure error={toast.error}>
          <OtherWay state={state} />
        </Failure>
      );
    }
    if (answer?.unreadable) {
      return told(t('lookUp.notRead', { count: answer.unreadable }), t('lookUp.notReadBody'));
    }
    if (failed) {
      const what =
        by === 'name' ? t('lookUp.noneName', { name: query }) : t('lookUp.noneHere', { what: asTyped });
      return told(what, t('lookUp.noneHereBody'));
    }
    switch (by) {
      case 'phone':
        return told(
          t('lookUp.noneWhole', { number: asTyped }),
          abroad
            ? t('lookUp.noneAbroadBody')
            : near.length === 0
              ? t('lookUp.noneWholeBody')
              : t('lookUp.noneNearBody'),
        );
      case 'last-four':
        return told(t('lookUp.noneLastFour', { digits: query }), t('lookUp.noneLastFourBody'));
      case 'name':
        return told(
          t('lookUp.noneName', { name: query }),
          hasSeveralWords(query) ? t('lookUp.noneExact') : t('lookUp.noneNameBody'),
        );
      case 'email':
        return told(t('lookUp.noneEmail', { email: query }), t('lookUp.noneEmailBody'));
    }
  };
  return (
    <>
      <div className={css.trouble}>{words()}</div>
      {near.length === 0 ? null : (
        <>
          <p className={cx(read.label, css.hits)}>{t('lookUp.near')}</p>
          <NearMatches near={near} />
        </>
      )}
    </>
  );
}
