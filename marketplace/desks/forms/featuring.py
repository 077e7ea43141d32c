"""Why the committee puts something in front, in one line."""

from marketplace.web.forms import AtMost, LineField, Needed, PostForm


class FeatureForm(PostForm):
    remark = LineField(
        "Kenapa dipilih",
        [Needed("Tulis satu kalimat kenapa dipilih."), AtMost(90)],
        name="catatan",
        description="Satu baris, dibaca pembeli. Misalnya: Renyah sampai suapan terakhir.",
    )
