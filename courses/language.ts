/** The languages the product speaks; the first one is the default. */
export const languages = ["zh-CN", "en"] as const;
export type Language = (typeof languages)[number];

/** A text in every language of the product. */
export type Bilingual = Record<Language, string>;
