"""Conformity: the last hand on a printed file, so that it is PDF/A-3a and PDF/UA-1 at once.

Here: the one metadata packet, associated files named once, stream endings, the tagged field that
the seal will fill, and serialising each stream once. Not here: layout (`paper.py`), signing
(`seal.py`). It works on the objects of pydyf before they are written; versions are pinned for that.
"""

import zlib
from base64 import a85encode
from xml.sax.saxutils import escape

import pydyf
import weasyprint

#: The name of the empty field that the seal fills.
SEAL_FIELD = "Seal"

_FLATE_LEVEL = 6
_LINE_ENDS = (b"\n", b"\r")


def finish(document: weasyprint.Document, pdf: pydyf.PDF, *, sealable: bool) -> None:
    """Changes `pdf` in place; after it nothing may be added but the info dictionary."""
    _declare(document, pdf)
    _name_files_once(pdf)
    if sealable:
        _add_seal_field(pdf)
    pdf.objects[:] = [_settled(made) for made in pdf.objects]


def _declare(document: weasyprint.Document, pdf: pydyf.PDF) -> None:
    """One uncompressed packet in place of WeasyPrint's, which can name only one standard."""
    packet = pdf.objects[_number(pdf.catalog["Metadata"])]
    packet.stream = [_xmp(document).encode("utf-8")]
    packet.compress = False


def _xmp(document: weasyprint.Document) -> str:
    about = document.metadata
    return _PACKET.format(
        title=escape(about.title or ""),
        about=_DESCRIPTION.format(about=escape(about.description)) if about.description else "",
        author=escape(", ".join(about.authors)),
        producer=f"WeasyPrint {weasyprint.VERSION}",
        created=about.created,
        modified=about.modified,
    )


def _name_files_once(pdf: pydyf.PDF) -> None:
    """WeasyPrint lists an attachment twice in /AF: from the name tree and from its specs."""
    if "AF" in pdf.catalog:
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))


def _add_seal_field(pdf: pydyf.PDF) -> None:
    """An empty signature field that is also its widget, invisible, and known to the tag tree."""
    page = pdf.objects[_number(pdf.page_references[-1])]
    root = pdf.objects[_number(pdf.catalog["StructTreeRoot"])]
    parents = pdf.objects[_number(root["ParentTree"])]
    key = 1 + max(parents["Nums"][::2], default=-1)
    field = _add(
        pdf,
        {
            "Type": "/Annot",
            "Subtype": "/Widget",
            "FT": "/Sig",
            "T": pydyf.String(SEAL_FIELD),
            "TU": pydyf.String("Seal of the administrative unit"),
            "F": 132,
            "Rect": pydyf.Array([0, 0, 0, 0]),
            "P": pdf.page_references[-1],
            "StructParent": key,
        },
    )
    form = _add_form_tag(pdf, root, field)
    parents["Nums"].extend([key, form.reference])
    page.setdefault("Annots", pydyf.Array()).append(field.reference)
    page["Tabs"] = "/S"
    pdf.catalog["AcroForm"] = pydyf.Dictionary(
        {"Fields": pydyf.Array([field.reference]), "SigFlags": 3},
    )


def _add_form_tag(
    pdf: pydyf.PDF,
    root: pydyf.Dictionary,
    field: pydyf.Dictionary,
) -> pydyf.Dictionary:
    document_tag = pdf.objects[_number(root["K"][0])]
    page = pdf.page_references[-1]
    shown = _add(pdf, {"Type": "/OBJR", "Obj": field.reference, "Pg": page})
    form = _add(
        pdf,
        {
            "Type": "/StructElem",
            "S": "/Form",
            "P": document_tag.reference,
            "Pg": page,
            "Alt": pydyf.String("Seal of the administrative unit, not visible on the page"),
            "K": pydyf.Array([shown.reference]),
        },
    )
    document_tag["K"].append(form.reference)
    return form


def _add(pdf: pydyf.PDF, entries: dict[str, object]) -> pydyf.Dictionary:
    made = pydyf.Dictionary(entries)
    pdf.add_object(made)
    return made


def _number(reference: bytes) -> int:
    return int(reference.split()[0])


class _Settled(pydyf.Stream):  # type: ignore[misc] # pydyf ships no types
    """A stream whose bytes are made once: pydyf asks for them twice when it computes the id."""

    def __init__(self, made: pydyf.Stream) -> None:
        super().__init__()
        self.number, self.generation, self.free = made.number, made.generation, made.free
        self._data: bytes = _stream_bytes(made)

    @property
    def data(self) -> bytes:
        return self._data


class _SettledEntry(pydyf.Object):  # type: ignore[misc] # as above, for what goes into an object stream
    def __init__(self, made: pydyf.Object) -> None:
        super().__init__()
        self.number, self.generation, self.free = made.number, made.generation, made.free
        self._data: bytes = made.data

    @property
    def data(self) -> bytes:
        return self._data


def _settled(made: pydyf.Object) -> pydyf.Object:
    if made.free == "f":
        return made
    return _Settled(made) if isinstance(made, pydyf.Stream) else _SettledEntry(made)


def _stream_bytes(made: pydyf.Stream) -> bytes:
    """A stream may not end in a line end, or a strict reader counts its length wrongly."""
    # The same joining as in pydyf, which keeps pieces of several types.
    body = b"\n".join(pydyf._to_bytes(item) for item in made.stream)  # noqa: SLF001 - pinned version
    extra = pydyf.Dictionary(dict(made.extra))
    if made.compress:
        body, extra["Filter"] = _deflated(body)
    extra["Length"] = len(body)
    written: bytes = b"\n".join((extra.data, b"stream", body, b"endstream"))
    return written


def _deflated(body: bytes) -> tuple[bytes, object]:
    """Packed, with the filters that unpack it. The text itself is never changed for this.

    The last byte is a checksum's, whatever the level: where it is a line end, a second filter
    spells the bytes as letters, which end in "~>".
    """
    packed = zlib.compress(body, _FLATE_LEVEL)
    if not packed.endswith(_LINE_ENDS):
        return packed, "/FlateDecode"
    return a85encode(packed) + b"~>", pydyf.Array(["/ASCII85Decode", "/FlateDecode"])


_DESCRIPTION = """
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{about}</rdf:li></rdf:Alt></dc:description>"""

_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<pdfaid:part>3</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>{about}
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<xmp:CreateDate>{created}</xmp:CreateDate>
<xmp:ModifyDate>{modified}</xmp:ModifyDate>
<pdf:Producer>{producer}</pdf:Producer>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of the standard the file follows</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""
