import { useTranslation } from 'react-i18next';
import type { ChangedLimit } from '../../../../src-preload/contract/manager.ts';
import css from '../../setup/SetUp.module.css';
import { useSettingWords } from './Rules.tsx';

/** Limits that are not what they are by default, each with its default. */
export function LimitList(props: { readonly limits: readonly ChangedLimit[] }) {
  const { t } = useTranslation();
  const words = useSettingWords();
  return (
    <ul className={css.rules}>
      {props.limits.map(({ key, value, standard }) => (
        <li key={key}>
          {t('limits.line', {
            name: t(`rules.key.${key}`),
            value: words(key, value),
            standard: words(key, standard),
          })}
        </li>
      ))}
    </ul>
  );
}
