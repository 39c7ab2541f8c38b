/** Where a driver of Node finds its records, so that another process can be told. */
export type DriverLocation =
  /** `dieAt`: before which of its changes of the file system the process is killed. */
  | { type: 'file'; directory: string; dieAt?: number }
  | { type: 'sqlite'; filename: string }
  | { type: 'redis'; url: string; prefix: string }
  | { type: 'remote'; url: string; token: string }
