import { ShieldCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import css from '../ui/Notice.module.css';
import { Banner, BannerBody } from '../ui/Notice.tsx';
import { useAppContext } from './app-context.tsx';

/** Over any screen, without taking a touch: that what came from a card or a scanner was not taken. */
export function DiscardedInputBanner() {
  const { t } = useTranslation();
  const what = useStore(useAppContext().stores.dropped, (dropped) => dropped.what);
  if (what === null) return null;
  const words = {
    card: { head: t('errors.cardNumber.what'), body: t('errors.cardNumber.todo') },
    scan: { head: t('dropped.scan'), body: t('dropped.scanTodo') },
  }[what];
  return (
    <aside className={css.over} aria-label={words.head} data-dropped={what}>
      <Banner icon={<ShieldCheck className="icon" aria-hidden="true" />} head={words.head}>
        <BannerBody>{words.body}</BannerBody>
      </Banner>
    </aside>
  );
}
