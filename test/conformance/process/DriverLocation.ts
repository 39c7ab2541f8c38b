/** Where a driver of Node finds its records, so that another process can be told. */
export type DriverLocation =
  | { type: 'file'; directory: string }
  | { type: 'sqlite'; filename: string }
  | { type: 'redis'; url: string; prefix: string }
  | { type: 'remote'; url: string; token: string }
