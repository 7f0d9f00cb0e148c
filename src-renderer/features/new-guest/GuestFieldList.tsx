import { Pencil } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { numberOf, phoneText } from '../../core/phone.ts';
import { Button } from '../../ui/Button.tsx';
import { cx } from '../../ui/cx.ts';
import css from './NewGuest.module.css';
import {
  type FieldProblem,
  type GuestFieldsStore,
  NEW_GUEST_FIELDS,
  type NewGuestField,
  problemsOf,
} from './new-guest-form.ts';

const phoneOf = (typed: string): string => {
  const digits = numberOf(typed);
  return digits === '' ? '' : phoneText(digits);
};

/** One field of the form: its name, what is typed, and what is wrong with that. All of it is the way to type it. */
function Field(props: {
  readonly form: GuestFieldsStore;
  readonly field: NewGuestField;
  readonly off: boolean;
}) {
  const { t } = useTranslation();
  const { typed, refused, go } = useStore(props.form);
  const { field, off } = props;
  const problem: FieldProblem | undefined = refused[field] ?? problemsOf(typed)[field];
  const text = field === 'phone' ? phoneOf(typed.phone) : typed[field].trim();
  const wrong = text !== '' && problem !== undefined;
  const says =
    problem === undefined ? (text === '' ? t('newGuest.optional') : null) : t(`newGuest.${problem}`);
  return (
    <li>
      <Button className={cx(css.field, wrong && css.wrong)} onPress={() => (off ? undefined : go(field))}>
        <span className={css.name}>{t(`newGuest.${field}`)}</span>
        <span className={css.text}>
          {text === '' ? <Pencil className="icon" aria-hidden="true" /> : <bdi>{text}</bdi>}
        </span>
        {says === null ? null : <span className={css.says}>{says}</span>}
      </Button>
    </li>
  );
}

/** A guest's details as far as they are typed, each the way to its own sheet; not while `off`. */
export function GuestFieldList(props: { readonly form: GuestFieldsStore; readonly off?: boolean }) {
  return (
    <ul className={css.fields}>
      {NEW_GUEST_FIELDS.map((field) => (
        <Field key={field} form={props.form} field={field} off={props.off === true} />
      ))}
    </ul>
  );
}
