'use client'
import type { ArgumentDescription, LeafDescription } from '../../policies/LeafDescription.ts'
import { plainText } from '../../policies/plainText.ts'
import { Claim } from './Claim.tsx'
import { isNamedByApp } from './isNamedByApp.ts'

export interface ArgumentNameProps {
  argument: Pick<ArgumentDescription, 'name' | 'type'>
  /** The leaf that it is an argument of. */
  description: LeafDescription
}

// an ABI may call an argument anything
const longest = 60

/** What an argument is called; in quotes where the app's ABI says so. Its type where it has no name. */
export function ArgumentName({ argument, description }: ArgumentNameProps) {
  const name = plainText(argument.name, longest)
  if (name && isNamedByApp(description)) return <Claim title={argument.type}>{name}</Claim>
  return <bdi>{name || argument.type}</bdi>
}
