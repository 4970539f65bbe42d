import { randomFrom, type Random } from "../../courses/random.ts";

const surnames = "陈李张黄何梁林罗郭吴周郑谢麦谭欧阳冯邓曾彭苏潘卢钟叶程许杨刘王赵徐孙朱高".match(/欧阳|./gu) ?? [];
const given =
  "晓雯 志强 嘉欣 伟杰 丽华 俊 子健 美玲 文彬 敏 家豪 淑仪 国栋 雪梅 建华 婷婷 浩然 思敏 永康 慧敏 振宇 佩珊 明辉 秋月 立新 雅琴 东升 小燕 海涛 玉兰 锦荣 春花 绍辉 倩怡 景行 若兰 启明 凯琳 铭 颖 㛃 堃 喆 犇".split(
    " ",
  );
const latin: Record<string, string> = {
  陈: "CHEN",
  李: "LI",
  张: "ZHANG",
  黄: "HUANG",
  何: "HE",
  梁: "LIANG",
  林: "LIN",
};

/** A believable name; rare characters are among them, as they are among people. */
export function nameFrom(random: Random): string {
  return pick(surnames, random) + pick(given, random);
}

/** Family name in Latin letters for the few that the sample knows, else "". */
export function latinOf(name: string): string {
  return latin[name.slice(0, 1)] ?? "";
}

/** A mobile number of a series that is not given out (199 0000 xxxx). */
export function mobileOf(serial: number): string {
  return `1990000${String(serial).padStart(4, "0")}`;
}

/** A valid identity card number (GB 11643) of an area code that does not exist (990101). */
export function idNumberOf(serial: number): string {
  const random = randomFrom(`id ${String(serial)}`);
  const year = 1975 + Math.floor(random() * 30);
  const day = `${String(1 + Math.floor(random() * 12)).padStart(2, "0")}${String(1 + Math.floor(random() * 28)).padStart(2, "0")}`;
  const body = `990101${String(year)}${day}${String(serial % 1000).padStart(3, "0")}`;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, place) => total + weight * Number(body[place]), 0);
  return body + "10X98765432".charAt(sum % 11);
}

function pick<T>(list: readonly T[], random: Random): T {
  return list[Math.floor(random() * list.length)] as T;
}
