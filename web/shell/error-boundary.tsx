import { Component } from 'react';
import type { ReactNode } from 'react';
import { ProblemNotice } from './problem-notice.tsx';

type State = { error?: unknown };

/** Keeps the frame standing when a page throws (React offers no other form than a class for this). */
export class ErrorBoundary extends Component<{ children: ReactNode }, State> {
  override state: State = {};

  static getDerivedStateFromError(error: unknown): State {
    return { error };
  }

  override render(): ReactNode {
    if (this.state.error === undefined) return this.props.children;
    return <ProblemNotice error={this.state.error} retry={() => window.location.reload()} />;
  }
}
