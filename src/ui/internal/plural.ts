/** Picks the form of a number, by the language's own plural rules (CLDR, as in ICU messages). */
export function plural<form>(
  locale: string,
  count: number,
  forms: Partial<Record<Intl.LDMLPluralRule, form>> & { other: form },
): form {
  return forms[new Intl.PluralRules(locale).select(count)] ?? forms.other
}
