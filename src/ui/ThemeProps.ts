/** How a component looks. */
export interface ThemeProps {
  /**
   * `system` follows a `data-theme` (`light`, `dark`) further up the page, and otherwise the user's
   * preference.
   * @default 'system'
   */
  theme?: 'light' | 'dark' | 'system' | undefined
  /** The direction of the text. @default the page's */
  dir?: 'ltr' | 'rtl' | undefined
}
