import { ArrowLeft, Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button, Group } from './Button.tsx';
import { cx } from './cx.ts';
import css from './Press.module.css';

interface Pressed {
  readonly onPress: () => void;
  readonly children: ReactNode;
  readonly className?: string | undefined;
  /** For screen readers, where the words alone do not say enough. */
  readonly label?: string | undefined;
}

const labelled = (label: string | undefined) => (label === undefined ? {} : { 'aria-label': label });

/** Plain: as wide as its words · small: beside text · tall: in the primary's place, at its height. */
const kinds = {
  plain: cx(css.plain),
  small: cx(css.plain, css.small),
  tall: cx(css.tall),
  often: cx(css.often),
};

/** A button. Acts on release, and not at all when the finger slides off. */
export function PressButton(props: Pressed & { readonly kind?: keyof typeof kinds }) {
  const extra = props.kind === undefined ? undefined : kinds[props.kind];
  return (
    <Button
      className={cx(css.btn, extra, props.className)}
      onPress={props.onPress}
      {...(props.kind === 'often' ? { 'data-often': '' } : {})}
      {...labelled(props.label)}
    >
      {props.children}
    </Button>
  );
}

/** The next step: the one green surface of a screen. Says what will happen; `busy` while it does, and then stays struck. */
export function Primary(props: Pressed & { readonly busy?: boolean }) {
  return (
    <Button
      className={cx(css.btn, css.primary, props.className)}
      onPress={props.onPress}
      data-primary=""
      {...(props.busy === true ? { 'data-busy': '' } : {})}
      {...labelled(props.label)}
    >
      <span>{props.children}</span>
    </Button>
  );
}

/** Words where the primary will be, while the next step is not certain. */
export function ActionHint(props: { readonly children: ReactNode }) {
  return <p className={css.hold}>{props.children}</p>;
}

/** A way back or aside, quiet. */
export function Back(props: Pressed & { readonly icon?: ReactNode }) {
  return (
    <Button className={cx(css.back, props.className)} onPress={props.onPress}>
      {props.icon ?? <ArrowLeft className="icon" aria-hidden="true" />}
      {props.children}
    </Button>
  );
}

/** A quiet press beside what it belongs to. */
export function LinkButton(props: Pressed) {
  return (
    <Button className={cx(css.link, props.className)} onPress={props.onPress} {...labelled(props.label)}>
      {props.children}
    </Button>
  );
}

export interface Option<T> {
  readonly id: T;
  readonly words: string;
}

/** Choices of which one is chosen: the chosen one is ink. */
export function Choices<T extends string | number>(props: {
  readonly label: string;
  readonly columns: 'two' | 'four';
  readonly options: readonly Option<T>[];
  readonly chosen: T | null;
  readonly onChoose: (id: T) => void;
  readonly className?: string | undefined;
}) {
  return (
    <Group
      className={cx(css.choices, props.columns === 'two' ? css.two : css.four, props.className)}
      aria-label={props.label}
    >
      {props.options.map((option) => (
        <Button
          key={option.id}
          className={css.choice ?? ''}
          aria-pressed={option.id === props.chosen}
          onPress={() => props.onChoose(option.id)}
        >
          <span>{option.words}</span>
          {props.columns === 'two' && option.id === props.chosen ? (
            <Check className="icon" aria-hidden="true" />
          ) : null}
        </Button>
      ))}
    </Group>
  );
}

/** A few ways of doing one thing. */
export function Switch<T extends string>(props: {
  readonly label: string;
  /** Four of them stand two by two. */
  readonly square?: boolean;
  readonly options: readonly Option<T>[];
  readonly chosen: T;
  readonly onChoose: (id: T) => void;
}) {
  return (
    <Group className={cx(css.switch, props.square === true && css.square)} aria-label={props.label}>
      {props.options.map((option) => (
        <Button
          key={option.id}
          aria-pressed={option.id === props.chosen}
          onPress={() => props.onChoose(option.id)}
        >
          {option.words}
        </Button>
      ))}
    </Group>
  );
}
