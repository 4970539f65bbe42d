import { deserialize, serialize } from "bson";
import { expect } from "chai";
import { Catalog } from "../../server/platform/embedded/catalog.ts";
import type { Disk } from "../../server/platform/embedded/disk.ts";

/** A catalogue on a disk that holds one collection with one index, as a version wrote it. */
function written(facts: object): { catalog: Catalog; saved: () => Record<string, unknown> } {
  const spec = { v: 2, key: { tags: 1, seq: 1 }, name: "tags_1_seq_1" };
  const value = Buffer.from(serialize({ number: 1, indexes: [{ number: 1, spec, cut: false, ...facts }] }));
  const disk = {
    range: () => [{ key: Buffer.from("\0\0\0\0\u0001academy.rows"), value }],
    put: (_key: Buffer, bytes: Buffer) => bytes.copy(kept),
  };
  const kept = Buffer.alloc(2000);
  const catalog = new Catalog(disk as unknown as Disk);
  catalog.load();
  const saved = () => {
    for (const collection of catalog.all()) catalog.save(collection);
    const { indexes } = deserialize(kept.subarray(0, kept.readInt32LE(0))) as { indexes: Record<string, unknown>[] };
    return indexes[0] ?? {};
  };
  return { catalog, saved };
}

describe("what the embedded store's catalogue knows of arrays", () => {
  const versions: [string, object, string[]][] = [
    ["a version before arrays were told apart, without any", { many: false }, []],
    ["a version before arrays were told apart, with some", { many: true }, ["tags", "seq"]],
    ["this version, without any", { many: false, arrays: [] }, []],
    ["this version, in one field", { many: true, arrays: ["tags"] }, ["tags"]],
  ];
  for (const [name, facts, many] of versions)
    it(`[R09] (a file that goes between versions) ${name}`, () => {
      const { catalog, saved } = written(facts);
      expect(catalog.all()[0]?.indexes[0]?.many).to.deep.equal(many);
      expect(saved(), "read by the version before").to.deep.include({ many: many.length > 0 });
    });
});
