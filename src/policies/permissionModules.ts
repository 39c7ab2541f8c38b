import type { PermissionModule } from '../types/PermissionModule.ts'

/** The modules that `definePermissionModule` made known, by lower-case address. */
export const permissionModules = new Map<string, PermissionModule<unknown>>()
