"""Believable words for a generated city: titles, names and descriptions, common words often and rare ones seldom.

How often a word comes falls with its place in its stock (Zipf), so that the commonest goods and tastes are a
tenth of the city each, while most of the made-up brand names stand on a handful of products. All is chosen by
the number of a thing, so the same number always has the same words.
"""

from collections.abc import Sequence
from itertools import accumulate
from random import Random

GOODS = tuple(
    "keripik kue sambal tempe kopi bakso kerupuk nastar rempeyek abon roti stik donat batik teh jamu "
    "risoles lemper tahu pia rendang dendeng sale dodol wingko bolu brownies cilok cireng siomay pastel "
    "onde klepon lumpia pangsit basreng seblak rengginang emping opak gethuk lapis putu serabi martabak "
    "cenil lupis ketan wajik jenang madu sirup susu yoghurt puding kastengel putri sagu cookies biskuit "
    "kembang bagiak enting brem manisan asinan acar bumbu kecap petis terasi saus selai kacang mete "
    "bandeng lele nugget sosis kornet ayam bebek telur pecel rawon soto gudeg krengsengan urap tas "
    "dompet gelang kalung sandal topi taplak gantungan vas pot piring cangkir lilin sabun anyaman "
    "boneka bantal tikar sapu bibit tanaman bonsai anggrek kaktus pupuk bingkai lampion kartu".split()
)
TASTES = tuple(
    "pedas manis asin gurih original balado keju cokelat bawang jagung pandan stroberi madu jahe durian "
    "kelapa pisang apel singkong ubi talas labu bayam wortel jamur nangka salak nanas mangga jeruk "
    "kencur kunyit asam serai cabai lada rawit rendang sapi ayam udang teri cumi ikan kacang wijen "
    "kurma kismis almond vanila karamel susu tiramisu pecel kemangi daun kari".split()
)
WAYS = tuple(
    "renyah goreng basah kering panggang kukus rumahan premium spesial jumbo mini tipis tebal "
    "tradisional kuno lebaran isi gulung bakar segar organik halus kasar super lembut".split()
)
SIZES = ("100 gr", "150 gr", "200 gr", "250 gr", "1/2 kg", "1 kg", "500 ml", "250 ml", "isi 10")
TOLD = tuple(
    "dibuat dari bahan pilihan tanpa pengawet setiap pagi dapur warga dengan resep keluarga cocok untuk "
    "teman minum sore anak suka sekali oleh tamu hari raya pesan dulu sehari sebelumnya bisa diantar "
    "ambil rumah tahan dua pekan suhu ruang simpan tempat kering rapat kemasan plastik tebal aman "
    "bersih minyak baru gula asli sedikit garam rasa ringan tidak terlalu harum lembut digoreng "
    "dipanggang api kecil sampai matang bumbu meresap kulit tipis warna alami kebun sendiri panen "
    "tetangga kelompok ibu latihan sejak tahun lalu ukuran sedang besar cukup empat orang hangat nasi "
    "putih bekal sekolah kantor rapat arisan pengajian hantaran pernikahan ulang syukuran bingkisan "
    "murah praktis siap saji tinggal hidangkan beku kukus lagi sepuluh menit lemari es jangan terkena "
    "matahari langsung buka tutup habiskan segera pedasnya diatur permintaan tambah catatan pembeli".split()
)
ONSETS = tuple("b c d g j k l m n p r s t w y ng ny br kr pr tr".split())
VOWELS = ("a", "i", "u", "e", "o")
ENDS = ("", "", "", "n", "r", "s", "ng", "h", "t")
BRANDS = 24_000  # as many made-up names there are


class Stock:
    """Words from the commonest to the rarest; the larger `flat`, the less they differ."""

    def __init__(self, words: Sequence[str], flat: int) -> None:
        self.words = words
        places = range(1, len(words) + 1)
        self.weights = list(accumulate(1 / (place + flat) for place in places))

    def pick(self, chance: Random, count: int = 1) -> list[str]:
        return chance.choices(self.words, cum_weights=self.weights, k=count)


def made_up(number: int) -> str:
    """A name of two or three syllables that nobody has; each number has one of its own to keep."""
    chance = Random(f"name {number}")  # noqa: S311 — the same city every time
    syllables = (
        chance.choice(ONSETS) + chance.choice(VOWELS) for _ in range(chance.choice((2, 3)))
    )
    return "".join(syllables) + chance.choice(ENDS)


NAMES = tuple(made_up(number) for number in range(BRANDS))
GOOD, TASTE, WAY, SIZE = (Stock(words, 2) for words in (GOODS, TASTES, WAYS, SIZES))
TELLING, NAME = Stock(TOLD, 20), Stock(NAMES, 0)


def title_of(product: int) -> str:
    """Two to five words, measures not counted: "Keripik tempe pedas Karung 250 gr"."""
    chance = Random(f"title {product}")  # noqa: S311 — the same city every time
    words = [*GOOD.pick(chance), *TASTE.pick(chance)]
    if chance.random() < 0.5:
        words += WAY.pick(chance)
    if chance.random() < 0.5:
        words.append(NAME.pick(chance)[0].capitalize())
    if chance.random() < 0.4:
        words += SIZE.pick(chance)
    return " ".join(dict.fromkeys(words)).capitalize()


def description_of(product: int) -> str:
    """20 to 60 words, one of them a name now and then."""
    chance = Random(f"description {product}")  # noqa: S311 — the same city every time
    words = TELLING.pick(chance, chance.randint(19, 58))
    return " ".join((*words, *TASTE.pick(chance), *NAME.pick(chance))).capitalize() + "."


def stall_name_of(stall: int) -> str:
    kind = ("Dapur", "Dapur Bu", "Warung", "Griya", "Omah", "Rumah")[stall % 6]
    return f"{kind} {NAMES[stall].capitalize()}"


def nickname_of(market: int) -> str:
    return f"Kampung {NAMES[-market].capitalize()}"
