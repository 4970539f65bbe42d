import type { Language } from "../../courses/language.ts";
import { settings } from "./config.ts";

/**
 * Instants are stored in UTC and shown in one zone, that of the base (setting TZ). Chinese pages name it once
 * as 北京时间; English ones by its offset.
 */
const formats = new Map<string, Intl.DateTimeFormat>();

function format(language: Language, kind: "instant" | "date" | "time"): Intl.DateTimeFormat {
  const timeZone = settings().TZ;
  const key = `${language} ${kind} ${timeZone}`;
  let found = formats.get(key);
  if (!found) {
    const date = { year: "numeric", month: language === "en" ? "short" : "long", day: "numeric" } as const;
    const time = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
    found = new Intl.DateTimeFormat(language === "en" ? "en-GB" : "zh-CN", {
      timeZone,
      ...(kind !== "time" && date),
      ...(kind !== "date" && time),
    });
    formats.set(key, found);
  }
  return found;
}

/** 2026年11月24日 14:30, or 24 Nov 2026, 14:30. */
export function showInstant(at: Date, language: Language): string {
  return format(language, "instant").format(at);
}

const distances: Record<Language, Intl.RelativeTimeFormat> = {
  "zh-CN": new Intl.RelativeTimeFormat("zh-CN"),
  en: new Intl.RelativeTimeFormat("en"),
};

/** Whole calendar days from one instant to another, in the house's zone. */
function daysBetween(from: Date, to: Date): number {
  return Math.round(
    (instantOf(`${dayOf(to)}T12:00`).getTime() - instantOf(`${dayOf(from)}T12:00`).getTime()) / 86_400_000,
  );
}

/**
 * How far an instant is from now: 3小时后, 2 days ago. Up to two days by the clock and never more than is left, then by the
 * calendar, as people count.
 */
export function showDistance(at: Date, now: Date, language: Language): string {
  const say = (amount: number, unit: Intl.RelativeTimeFormatUnit) => distances[language].format(amount, unit);
  const minutes = Math.trunc((at.getTime() - now.getTime()) / 60_000);
  if (minutes === 0) return language === "en" ? "now" : "刚刚";
  if (Math.abs(minutes) < 60) return say(minutes, "minute");
  if (Math.abs(minutes) < 48 * 60) return say(Math.trunc(minutes / 60), "hour");
  const days = daysBetween(now, at);
  if (Math.abs(days) < 60) return say(days, "day");
  const months = Math.trunc(days / 30.44);
  return Math.abs(months) < 24 ? say(months, "month") : say(Math.trunc(days / 365.25), "year");
}

/** An instant, and how far it is from now: 2026年11月24日 14:30（3小时后）. */
export function showMoment(at: Date, now: Date, language: Language): string {
  const [instant, distance] = [showInstant(at, language), showDistance(at, now, language)];
  return language === "en" ? `${instant} (${distance})` : `${instant}（${distance}）`;
}

/** The day of an instant, in the house's zone. */
export function showDate(at: Date, language: Language): string {
  return format(language, "date").format(at);
}

/** 14:30 */
export function showTime(at: Date, language: Language): string {
  return format(language, "time").format(at);
}

/** The zone in words, named once a page. */
export function zoneName(language: Language): string {
  const { TZ } = settings();
  if (TZ === "Asia/Shanghai") return language === "en" ? "Beijing time, UTC+8" : "北京时间";
  return TZ;
}

/** The calendar day (YYYY-MM-DD) of an instant in the house's zone. */
export function dayOf(at: Date): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone: settings().TZ }).format(at);
}

/** A calendar day (YYYY-MM-DD) in words, whatever the zone. */
export function dayShown(day: string, language: Language): string {
  return showDate(instantOf(`${day}T12:00`), language);
}

/** Whether a text is a day of the calendar: 2026-02-31 is none. */
export function isDay(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && isMinute(`${text}T00:00`);
}

/** Whether a text is a day and a minute that exist, as `<input type="datetime-local">` sends them. */
export function isMinute(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(text)) return false;
  const read = new Date(`${text}Z`);
  return !Number.isNaN(read.getTime()) && read.toISOString().startsWith(text);
}

/**
 * The instant of a day and minute in the house's zone, from what `<input type="datetime-local">` sends
 * ("2026-11-24T14:30"). On the hour that a clock change skips or repeats the earlier offset is taken.
 */
export function instantOf(local: string): Date {
  const guess = new Date(`${local}Z`);
  const first = new Date(guess.getTime() - offsetAt(guess));
  return new Date(guess.getTime() - offsetAt(first));
}

/** What `<input type="datetime-local">` shows for an instant. */
export function localOf(at: Date): string {
  return new Date(at.getTime() + offsetAt(at)).toISOString().slice(0, 16);
}

/** Milliseconds by which the house's zone is ahead of UTC at an instant. */
function offsetAt(at: Date): number {
  const parts = new Intl.DateTimeFormat("en-US", { timeZone: settings().TZ, timeZoneName: "longOffset" }).formatToParts(
    at,
  );
  const name = parts.find((part) => part.type === "timeZoneName")?.value ?? "GMT";
  const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(name) ?? [];
  if (!sign) return 0;
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}
