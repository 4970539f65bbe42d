import type PDFDocument from "pdfkit";
import { sealDictionary } from "./seal-field.ts";

/** Invisible, printed, locked (ISO 32000-1, table 165). */
const annotationFlags = 132;
/** A signature exists; only additions may be saved (table 219). */
const signatureFlags = 3;

/** Adds the empty seal: a signature field without a place on the page, on the page that is drawn on. */
export function addSealField(doc: InstanceType<typeof PDFDocument>, number: string, signedAt: Date): void {
  const inner = doc as unknown as Inner;
  const seal = inner.ref(sealDictionary(number, signedAt));
  const widget = inner.ref({
    Type: "Annot",
    Subtype: "Widget",
    FT: "Sig",
    T: new String("Seal"),
    TU: new String("Digital signature of the issuer"),
    Rect: [0, 0, 0, 0],
    F: annotationFlags,
    P: inner.page.dictionary,
    V: seal,
  });
  seal.end();
  widget.end();
  inner.page.annotations.push(widget);
  inner.initForm();
  const form = inner._root.data.AcroForm.data;
  // pdfkit prepares for fields that are filled in; PDF/A forbids the first, a signature needs neither.
  delete form["NeedAppearances"];
  delete form["DA"];
  Object.assign(form, { Fields: [widget], SigFlags: signatureFlags });
}

interface Reference {
  data: Record<string, unknown>;
  end(): void;
}

/** What pdfkit has and its typings do not show. */
interface Inner {
  ref(data: object): Reference;
  page: { dictionary: Reference; annotations: Reference[] };
  initForm(): void;
  _root: { data: { AcroForm: Reference } };
}
