import { CircleX, ShieldCheck } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import type { AppError } from '../../src-preload/contract/errors.ts';
import { useErrorWords, useSound } from '../app/app-context.tsx';
import { cx } from './cx.ts';
import css from './Notice.module.css';

/** A band of words that is in the page. Its head is said to a screen reader, the rest is there to be read. */
export function Banner(props: {
  readonly icon: ReactNode;
  readonly head: string;
  readonly tone?: 'attn' | 'stop' | 'quiet';
  /** Across the whole reading column. */
  readonly edge?: boolean;
  readonly children?: ReactNode;
}) {
  return (
    <section
      className={cx(
        css.banner,
        props.tone === 'stop' && css.stop,
        props.tone === 'quiet' && css.quiet,
        props.edge === true && css.edge,
      )}
    >
      {props.icon}
      <p className={css.bannerHead} role="status">
        {props.head}
      </p>
      {props.children}
    </section>
  );
}

export function BannerBody(props: { readonly children: ReactNode }) {
  return <p className={css.bannerBody}>{props.children}</p>;
}

/** Short facts in a banner: what works, what does not. */
export function BannerPairs(props: { readonly pairs: readonly (readonly [string, string])[] }) {
  return (
    <dl className={css.pairs}>
      {props.pairs.flatMap(([term, words]) => [
        <dt key={`${term} is`}>{term}</dt>,
        <dd key={term}>{words}</dd>,
      ])}
    </dl>
  );
}

/** Something did not work: what happened, what to do, whether anything was kept. */
export function Trouble(props: {
  readonly icon: ReactNode;
  readonly what: string;
  readonly todo: ReactNode;
  readonly kept?: string | undefined;
  readonly tone?: 'stop' | undefined;
  readonly compact?: boolean;
  readonly heading?: boolean;
  readonly children?: ReactNode;
}) {
  const head = (
    <>
      {props.icon}
      <span>{props.what}</span>
    </>
  );
  return (
    <div
      className={cx(css.trouble, props.tone === 'stop' && css.stopBox, props.compact === true && css.compact)}
      role="alert"
    >
      {props.heading === true ? (
        <h1 className={css.troubleHead} tabIndex={-1}>
          {head}
        </h1>
      ) : (
        <p className={css.troubleHead}>{head}</p>
      )}
      <p>{props.todo}</p>
      {props.kept === undefined ? null : (
        <p className={css.kept}>
          <ShieldCheck className="icon" aria-hidden="true" />
          {props.kept}
        </p>
      )}
      {props.children === undefined ? null : <div className={css.acts}>{props.children}</div>}
    </div>
  );
}

/** The words for a failure that came over the bridge, and its tone where sounds are on. */
export function Failure(props: {
  readonly error: AppError;
  readonly compact?: boolean;
  readonly children?: ReactNode;
}) {
  const words = useErrorWords()(props.error);
  const sound = useSound();
  useEffect(() => sound('error'), [sound]);
  return (
    <Trouble
      icon={<CircleX className="icon" aria-hidden="true" />}
      what={words.what}
      todo={props.compact === true ? `${words.todo} ${words.kept}` : words.todo}
      kept={props.compact === true ? undefined : words.kept}
      tone={props.error.code === 'not-saved' ? 'stop' : undefined}
      compact={props.compact === true}
    >
      {props.children}
    </Trouble>
  );
}

export function Reference(props: { readonly children: string }) {
  return <span className={css.ref}>{props.children}</span>;
}
