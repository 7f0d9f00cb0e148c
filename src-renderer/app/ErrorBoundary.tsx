import { Component, type ReactNode } from 'react';

interface Props {
  readonly children: ReactNode;
  /** Reports the failure for the log; answers the reference people can read to their support, or null. */
  readonly report: (message: string) => Promise<string | null>;
  readonly broken: (view: { readonly reference: string | null; readonly again: () => void }) => ReactNode;
  /** Brings the page back to a screen that holds nothing. */
  readonly reset: () => void;
}

interface State {
  readonly broken: boolean;
  readonly reference: string | null;
}

/** What a failure says for the log: its kind and place, never what a guest or a person typed. */
const logText = (error: unknown): string =>
  error instanceof Error
    ? `${error.name}: ${error.message}\n${error.stack ?? ''}`.slice(0, 2000)
    : 'Not an Error';

/** Keeps a broken screen from taking the whole page with it. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { broken: false, reference: null };

  static getDerivedStateFromError(): Partial<State> {
    return { broken: true };
  }

  override componentDidCatch(error: unknown): void {
    void this.props.report(logText(error)).then((reference) => this.setState({ reference }));
  }

  override render(): ReactNode {
    if (!this.state.broken) return this.props.children;
    return this.props.broken({
      reference: this.state.reference,
      again: () => {
        this.props.reset();
        this.setState({ broken: false, reference: null });
      },
    });
  }
}
