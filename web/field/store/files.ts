// Photos. A photo is written sealed as soon as it is taken, belongs to a draft until that is finished,
// and goes after the texts. Its bytes are thrown away when the hall has them all and has checked them.
import { type Bytes, sha256 } from "./bytes";
import type { Problem } from "./collections";
import type { Database, FileRow } from "./database";
import { PhoneFull, type Quota, isQuota } from "./quota";
import { openBytes, sealBytes } from "./seal";
import { uuid } from "./uuid";
import type { Session } from "./vault";

export class Files {
  constructor(
    private readonly database: Database,
    private readonly quota: Quota,
    private readonly session: () => Session,
  ) {}

  /** Keeps a photo for a draft; refused when the phone is nearly full, so that answers still fit. */
  async hold(bytes: Bytes): Promise<FileRow> {
    if (!(await this.quota.photoFits(bytes.byteLength))) {
      throw new PhoneFull();
    }
    const { account, key } = this.session();
    const id = uuid();
    const row: FileRow = { id, account, state: "held", size: bytes.byteLength, sha256: await sha256(bytes) };
    const sealed = await sealBytes(key, `blob/${account}/${id}`, bytes);
    try {
      const transaction = this.database.transaction(["files", "blobs"], "readwrite");
      await transaction.objectStore("files").put(row);
      await transaction.objectStore("blobs").put(sealed, id);
      await transaction.done;
    } catch (error) {
      if (isQuota(error)) {
        this.quota.photoFitted(false);
        throw new PhoneFull();
      }
      throw error;
    }
    this.quota.photoFitted(true);
    return row;
  }

  /** The bytes of a photo; null once the hall has it. */
  async bytes(id: string): Promise<Bytes | null> {
    const sealed = await this.database.get("blobs", id);
    if (!sealed) {
      return null;
    }
    const { account, key } = this.session();
    return new Uint8Array(await openBytes(key, `blob/${account}/${id}`, sealed));
  }

  async row(id: string): Promise<FileRow | undefined> {
    return this.database.get("files", id);
  }

  async list(): Promise<FileRow[]> {
    return this.database.getAllFromIndex("files", "account", this.session().account);
  }

  async drop(id: string): Promise<void> {
    const transaction = this.database.transaction(["files", "blobs"], "readwrite");
    await transaction.objectStore("files").delete(id);
    await transaction.objectStore("blobs").delete(id);
    await transaction.done;
  }

  /** A first piece is about to leave. */
  async begun(id: string): Promise<void> {
    const row = await this.row(id);
    if (row) {
      await this.database.put("files", { ...row, begun: true });
    }
  }

  /** The hall has the whole photo: the bytes may go. */
  async arrived(id: string): Promise<void> {
    const transaction = this.database.transaction(["files", "blobs"], "readwrite");
    const row = await transaction.objectStore("files").get(id);
    if (row) {
      await transaction.objectStore("files").put({ ...row, state: "sent" });
    }
    await transaction.objectStore("blobs").delete(id);
    await transaction.done;
  }

  /** The hall will not have it. The bytes stay, for the person to look at and to export. */
  async refused(id: string, error: Problem): Promise<void> {
    const row = await this.row(id);
    if (row) {
      await this.database.put("files", { ...row, state: "refused", error });
    }
  }
}
