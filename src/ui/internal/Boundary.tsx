'use client'
import { Component, type ReactNode } from 'react'

export interface BoundaryProps {
  /** When this changes, the children are tried again. */
  resetKey?: unknown
  /** Stands in for children that failed. */
  fallback(error: unknown): ReactNode
  children: ReactNode
}

interface BoundaryState {
  failure: { error: unknown } | undefined
  resetKey: unknown
}

/** Keeps what fails in its children, while they render or in their effects, from the page around it. */
export class Boundary extends Component<BoundaryProps, BoundaryState> {
  override state: BoundaryState = { failure: undefined, resetKey: this.props.resetKey }

  static getDerivedStateFromError(error: unknown): Partial<BoundaryState> {
    return { failure: { error } }
  }

  static getDerivedStateFromProps(
    { resetKey }: BoundaryProps,
    state: BoundaryState,
  ): BoundaryState | null {
    return Object.is(resetKey, state.resetKey) ? null : { failure: undefined, resetKey }
  }

  override render(): ReactNode {
    const { failure } = this.state
    return failure ? this.props.fallback(failure.error) : this.props.children
  }
}
