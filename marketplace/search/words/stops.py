"""Words of a question that tell nothing about the goods. Never a taste, a size or `baru`: those tell much."""

STOP = frozenset(
    """
    yang dan di ke dari untuk dengan atau ini itu jual beli cari harga
    yg dgn utk dr dg ato atw
    jualan dijual menjual membeli mencari nyari carikan pesan pesen order
    ada adakah apa apakah mana dimana dmn siapa berapa brp bisa dapat
    mau mo minta pengen pingin ingin butuh tolong coba buat sama
    saya aku kami kita kamu anda
    bu ibu pak mbak mas kak kakak cak gan sis bro min bun bund
    tuku golek nggolek njaluk arep pengin kepingin kepengin kepengen kanggo gawe nang ndek sing karo
    iki iku kuwi opo onok enek piro ayas umak dodolan
    belikan bikin cocok kalau kalo klo gimana bagaimana kapan punya penjual toko lapak rekomendasi rekomen
    dong donk ya yah sih deh nih lho kok yuk aja saja juga lagi banget bgt
    halo hai permisi the of and for with buy sell me want looking where can
    """.split()
)
