import { type ComponentProps, useRef } from 'react';
import { mergeProps } from 'react-aria/mergeProps';
import { type PressEvents, usePress } from 'react-aria/usePress';

type ButtonProps = Omit<ComponentProps<'button'>, keyof PressEvents | 'type' | 'ref'> &
  Pick<PressEvents, 'onPress' | 'onPressStart'>;

/**
 * Anything that is pressed: the same by touch, mouse, pen, keyboard and screen reader, and not at all when the finger
 * slides off. It is `data-pressed` while it is held down.
 */
export function Button({ onPress, onPressStart, ...own }: ButtonProps) {
  const ref = useRef<HTMLButtonElement>(null);
  const { pressProps, isPressed } = usePress({
    ref,
    ...(onPress === undefined ? {} : { onPress }),
    ...(onPressStart === undefined ? {} : { onPressStart }),
    isDisabled: own.disabled === true,
  });
  return (
    <button
      {...mergeProps(own, pressProps)}
      ref={ref}
      type="button"
      {...(isPressed ? { 'data-pressed': 'true' } : {})}
    />
  );
}

/** Controls that belong together, under one name. */
export function Group(props: ComponentProps<'div'>) {
  // Not a fieldset, which browsers lay out by rules of their own.
  // biome-ignore lint/a11y/useSemanticElements: see above
  return <div {...props} role="group" />;
}
