#!/usr/bin/env python3
"""A list of 25 columns and as many rows as asked for, always the same. Nobody in it exists: the
district in every NIK is one that Kendal does not have (80 to 99), phone numbers begin with the unused 0841.

    bench/import-list.py ROWS FILE
"""

import csv
import pathlib
import random
import sys

FIRST = """Sri Siti Ahmad Muhammad Budi Agus Dewi Eko Tri Dwi Nur Wahyu Endang Sugeng Slamet Joko Retno Yuni
Rina Andi Hadi Bambang Suparno Kasmirah Jumiati Rohmah Lilis Wati Fitri Indah""".split()
LAST = """Wahyuni Aminah Santoso Lestari Handayani Setiawan Susanto Rahayu Hidayat Purnomo Utami Astuti Nugroho
Saputra Kurniawan Wibowo Mulyani Suryani Hartono Prasetyo Fauzi Maulana Zulaikha Khasanah Rohman""".split()
TRADES = {
    "Keripik": "10794", "Warung": "47112", "Batik": "13134", "Bengkel": "45407", "Toko": "47192",
    "Katering": "56210", "Bandeng": "10293", "Konveksi": "14111", "Salon": "96112", "Laundry": "96200",
    "Kopi": "10761", "Jamu": "21022", "Mebel": "31001", "Roti": "10710", "Tahu": "10392", "Tempe": "10391",
}
COLUMNS = [
    "No", "Nama Pemilik", "NIK", "Jenis Kelamin", "Tanggal Lahir", "No. HP/WA", "Nama Usaha", "Bidang Usaha",
    "KBLI", "Alamat Usaha", "RT", "RW", "Desa/Kelurahan", "Kecamatan", "Tahun Berdiri", "Modal Usaha",
    "Omzet per tahun", "Jml Tenaga Kerja L", "Jml Tenaga Kerja P", "NIB", "P-IRT", "Sertifikat Halal", "Shopee",
    "GoFood", "QRIS",
]


def villages():
    table = pathlib.Path(__file__).parent.parent / "vocab/data/regions_33.24.csv"
    with table.open(encoding="utf-8") as file:
        places = {row["code"]: row["name"] for row in csv.DictReader(file)}
    return [(name, places[code[:8]]) for code, name in places.items() if len(code) == 13]


def row(number, dice, places):
    trade = dice.choice(list(TRADES))
    last = dice.choice(LAST)
    day, month, year = dice.randrange(1, 29), dice.randrange(1, 13), dice.randrange(1950, 2005)
    woman = dice.random() < 0.5
    nik = f"3324{dice.randrange(80, 100)}{day + 40 * woman:02}{month:02}{year % 100:02}{dice.randrange(1, 10000):04}"
    village, district = dice.choice(places)
    answer = lambda: dice.choice(["ya", "tidak", "belum", ""])
    nib = f"999{dice.randrange(10**9, 10**10)}" if dice.random() < 0.3 else dice.choice(["belum", "tidak"])
    return [
        number,
        " ".join([dice.choice(FIRST), last] + ([dice.choice(LAST)] if dice.random() < 0.4 else [])),
        nik if dice.random() < 0.97 else "",
        "P" if woman else "L",
        f"{day:02}/{month:02}/{year}",
        f"0841{dice.randrange(10**7, 10**8)}" if dice.random() < 0.9 else "-",
        " ".join([trade, dice.choice(["Bu", "Pak", "Mbak"]), last, str(dice.randrange(1, 1000))]),
        trade.lower(),
        TRADES[trade],
        f"Jl. Raya No. {dice.randrange(1, 300)}",
        f"{dice.randrange(1, 9):03}",
        f"{dice.randrange(1, 9):03}",
        village,
        district,
        dice.randrange(1990, 2026),
        dice.randrange(1, 80) * 500_000,
        dice.randrange(1, 400) * 1_000_000,
        dice.randrange(0, 5),
        dice.randrange(0, 5),
        nib,
        answer(), answer(), answer(), answer(), answer(),
    ]


def main():
    rows, path = int(sys.argv[1]), sys.argv[2]
    dice, places = random.Random(3324), villages()
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for number in range(1, rows + 1):
            writer.writerow(row(number, dice, places))


main()
