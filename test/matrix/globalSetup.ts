import { clearReports, formatReports } from './totals.ts'

/** Prints what all files of the matrix found, at the very end. */
export default function setup(): () => void {
  clearReports()
  return () => void process.stdout.write(formatReports())
}
