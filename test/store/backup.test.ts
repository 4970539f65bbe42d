import { execFile } from "node:child_process";
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { Decimal128, Double, Long, MongoClient, ObjectId } from "mongodb";
import { type EmbeddedStore, openEmbeddedStore } from "../../server/platform/embedded/index.ts";
import { withStore } from "./opened.ts";

const root = join(import.meta.dirname, "../..");

interface Outcome {
  code: number;
  out: string;
}

/** Runs one of the commands as `npm run` does, in a process of its own. */
function command(
  name: string,
  dataDir: string,
  args: readonly string[] = [],
  environment: Record<string, string> = {},
): Promise<Outcome> {
  const env = { ...process.env, MONGODB_URI: "", DATA_DIR: dataDir, ...environment };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ["--import", "tsx", `server/commands/${name}.ts`, ...args],
      { cwd: root, env },
      (error, stdout, stderr) => {
        resolve({ code: error ? Number(error.code ?? 1) : 0, out: (stdout + stderr).trim() });
      },
    );
  });
}

describe("backup, restore and move", function () {
  this.timeout(60_000);
  const folder = mkdtempSync(join(tmpdir(), "zz-backup-"));
  const dataDir = join(folder, "data");
  const backup = join(folder, "backup");
  let store: EmbeddedStore;
  let client: MongoClient;
  let made: Outcome;
  let stop = false;
  let writing: Promise<number>;

  before(async () => {
    mkdirSync(join(dataDir, "keys"), { recursive: true });
    writeFileSync(join(dataDir, "session-secret"), "s".repeat(64));
    writeFileSync(join(dataDir, "data-key"), "k".repeat(64));
    writeFileSync(join(dataDir, "keys", "issuer.json"), "{}");
    store = await openEmbeddedStore(join(dataDir, "store"));
    client = await new MongoClient(store.uri).connect();
    const db = client.db();
    const kinds = {
      d: new Double(1),
      l: new Long(5),
      m: Decimal128.fromString("1.10"),
      o: new ObjectId(),
      t: new Date(),
      n: null,
      a: [1, { b: "文" }],
    };
    await db
      .collection<{ _id: number }>("things")
      .insertMany(Array.from({ length: 2500 }, (_, n) => ({ _id: n, ...kinds, n })));
    await db.collection("things").createIndex({ n: 1 }, { unique: true });
    await db.collection("things").createIndex({ d: 1, n: -1 }, { partialFilterExpression: { n: { $gt: 5 } } });
    await db.createCollection("empty");
    writing = keepWriting();
    made = await command("backup", dataDir, [backup]);
  });

  after(async () => {
    stop = true;
    await writing;
    await client.close();
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Two documents at a time that belong together, until the end of the tests. */
  async function keepWriting(): Promise<number> {
    const pairs = client.db().collection<{ _id: string; n: number }>("pairs");
    let n = 0;
    for (; !stop; n += 1)
      await pairs.insertMany([
        { _id: `a${String(n)}`, n },
        { _id: `b${String(n)}`, n },
      ]);
    return n;
  }

  const restored = async (name: string, from = backup): Promise<Outcome & { place: string }> => {
    const place = join(folder, name);
    return { ...(await command("restore", place, [from])), place };
  };

  /** A copy of the backup, changed by hand. */
  const broken = (name: string, change: (copy: string) => void): Promise<Outcome> => {
    const copy = join(folder, name);
    cpSync(backup, copy, { recursive: true });
    change(copy);
    return restored(`${name}-restored`, copy);
  };

  it("[R10] a backup made while the program writes is restored into an empty place with equal counts and hashes", async () => {
    expect(made.code, made.out).to.equal(0);
    expect(made.out).to.match(/3 collections, [\d,]+ documents, 4 files/);
    const { code, out, place } = await restored("restored");
    expect(code, out).to.equal(0);
    expect(out).to.include("counts and hashes equal");
    const here = client.db().collection<{ _id: number }>("things");
    await withStore(join(place, "store"), async (there) => {
      const db = there.db();
      expect(await db.collection("things").countDocuments()).to.equal(2500);
      expect((await db.collection("pairs").countDocuments()) % 2, "as of one moment: no half of a command").to.equal(0);
      const exact = { promoteValues: false, promoteLongs: false };
      expect(await db.collection<{ _id: number }>("things").findOne({ _id: 7 }, exact)).to.deep.equal(
        await here.findOne({ _id: 7 }, exact),
      );
    });
  });

  it("[R10] settings, keys and files come with it", () => {
    for (const file of ["session-secret", "data-key", "keys/issuer.json"])
      expect(readFileSync(join(folder, "restored", file)).equals(readFileSync(join(dataDir, file))), file).to.equal(
        true,
      );
    expect(existsSync(join(folder, "restored", "manifest.json"))).to.equal(false);
  });

  it("[R10] a backup with a changed file is named as broken", async () => {
    const { code, out } = await broken("changed", (copy) => appendFileSync(join(copy, "data-key"), "x"));
    expect(code).to.equal(1);
    expect(out)
      .to.match(/broken: data-key was changed or damaged/)
      .and.not.include("\n");
  });

  it("[R10] a backup with a damaged store is named as broken", async () => {
    const { code, out } = await broken("damaged", (copy) => {
      const file = join(copy, "store", "store.mdb");
      const bytes = readFileSync(file);
      bytes.fill(0, bytes.length - 4096);
      writeFileSync(file, bytes);
    });
    expect(code).to.equal(1);
    expect(out).to.match(/broken: store\/store\.mdb was changed or damaged/);
  });

  it("[R10] a backup that lacks a file, or its manifest, is named as broken", async () => {
    const lacking = await broken("lacking", (copy) => unlinkSync(join(copy, "keys", "issuer.json")));
    expect([lacking.code, lacking.out]).to.deep.equal([
      1,
      `The backup ${join(folder, "lacking")} is broken: keys/issuer.json is missing.`,
    ]);
    const bare = await broken("bare", (copy) => unlinkSync(join(copy, "manifest.json")));
    expect(bare.code).to.equal(1);
    expect(bare.out).to.include("holds no whole backup");
  });

  it("[R10] a store that is not what the manifest counted is told", async () => {
    const { code, out } = await broken("other", (copy) => {
      const file = join(copy, "manifest.json");
      const manifest = JSON.parse(readFileSync(file, "utf8")) as { collections: Record<string, { count: number }> };
      if (manifest.collections["things"]) manifest.collections["things"].count = 2501;
      writeFileSync(file, JSON.stringify(manifest));
    });
    expect(code).to.equal(1);
    expect(out).to.include("things: 2500 documents instead of 2501");
  });

  it("restores into an empty folder only, and backs up into a folder of its own only", async () => {
    const again = await command("restore", join(folder, "restored"), [backup]);
    expect([again.code, again.out.includes("is not empty")]).to.deep.equal([1, true]);
    const onto = await command("backup", dataDir, [backup]);
    expect([onto.code, onto.out.includes("is not empty")]).to.deep.equal([1, true]);
    expect(existsSync(`${backup}.part`)).to.equal(false);
  });

  it("a move copies everything to a MongoDB and compares counts and hashes; a second one is refused", async () => {
    const target = await emptyMongodb();
    try {
      const moved = await command("move-to-mongodb", join(folder, "restored"), [], { MONGODB_URI: target.uri });
      expect(moved.code, moved.out).to.equal(0);
      expect(moved.out).to.match(/3 collections, [\d,]+ documents moved, counts and hashes equal/);
      const second = await command("move-to-mongodb", join(folder, "restored"), [], { MONGODB_URI: target.uri });
      expect([second.code, second.out.includes("holds data already")]).to.deep.equal([1, true]);
      await backedUpFrom(target.uri);
    } finally {
      await target.close();
    }
  });

  /** The same form from MongoDB: read through the driver, restored like any other. */
  async function backedUpFrom(uri: string): Promise<void> {
    const from = join(folder, "from-mongodb");
    const taken = await command("backup", join(folder, "restored"), [from], { MONGODB_URI: uri });
    expect(taken.code, taken.out).to.equal(0);
    const back = await restored("back", from);
    expect(back.code, back.out).to.equal(0);
    const hashes = (place: string): unknown =>
      (JSON.parse(readFileSync(join(place, "manifest.json"), "utf8")) as { collections: unknown }).collections;
    expect(hashes(from)).to.deep.equal(hashes(backup));
  }

  it("a move while the program runs is refused", async () => {
    const { code, out } = await command("move-to-mongodb", dataDir, [], { MONGODB_URI: "mongodb://127.0.0.1:1/x" });
    expect(code).to.equal(1);
    expect(out).to.include("is in use by process");
  });

  /** A real MongoDB where there is one, else a second embedded store: the commands do not know. */
  async function emptyMongodb(): Promise<{ uri: string; close: () => Promise<void> }> {
    const real = process.env["MONGODB_URI"];
    if (!real) return openEmbeddedStore(join(folder, "target"));
    const uri = new URL(real);
    uri.pathname = `/zz_move_${String(process.pid)}`;
    const there = await new MongoClient(uri.toString()).connect();
    return {
      uri: uri.toString(),
      close: async () => {
        await there.db().dropDatabase();
        await there.close();
      },
    };
  }
});
