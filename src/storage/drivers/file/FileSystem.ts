/** What the file storage needs of a file system. Tests give one that fails where they want. */
export interface FileSystem {
  /** `undefined` when there is no such file. */
  read(path: string): Promise<string | undefined>
  /** A new file, on disk when this resolves; readable by its owner alone. */
  create(path: string, text: string): Promise<void>
  /** A new empty file. */
  touch(path: string): Promise<void>
  exists(path: string): Promise<boolean>
  /** Replaces what is there in one step. */
  rename(from: string, to: string): Promise<void>
  /** A second name for a file; fails with EEXIST when it is taken. */
  link(from: string, to: string): Promise<void>
  /** Removing what is not there succeeds. */
  remove(path: string): Promise<void>
  /** Names in a directory; none when it does not exist. */
  list(directory: string): Promise<string[]>
  /** The directory with all above it, on disk when this resolves; open to its owner alone. */
  makeDirectory(directory: string): Promise<void>
  /** Makes what was created, renamed and removed in a directory last. */
  sync(directory: string): Promise<void>
}
