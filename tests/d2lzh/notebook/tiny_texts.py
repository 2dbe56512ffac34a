"""Texts, tables and word vectors of a few lines, at the names that the text reads."""

import csv
import zipfile

import numpy as np

FILMS = {
    "pos": "a great film with a warm story and a bright cast",
    "neg": "a bad film with a dull story and a weak cast",
}
FAMILIES = (
    ("the", "a", "film", "story"),
    ("great", "good", "happy", "better"),
    ("bad", "weak", "dull", "worse"),
    ("chip", "intel", "cpu", "memory"),
    ("baby", "boy", "girl", "child"),
    ("beijing", "china", "tokyo", "japan"),
)
WORDS = [word for family in FAMILIES for word in family]


def write_texts(data, embeddings):
    """Everything that is text, below ``../data`` and MXNet's folder of embeddings."""
    write_airfoil(data)
    write_house_prices(data)
    write_corpora(data)
    write_reviews(data)
    write_vectors(embeddings)


def write_airfoil(data):
    """1,503 rows of 6 numbers: the last follows the others almost linearly."""
    random = np.random.RandomState(1)
    X = random.normal(size=(1503, 5))
    y = X.dot([-2.0, -1.0, -1.5, 1.0, -0.5]) + random.normal(size=1503) + 120
    rows = np.column_stack([X, y])
    np.savetxt(data / "airfoil_self_noise.dat", rows, delimiter="\t", fmt="%.5f")


def write_house_prices(data):
    """60 houses with a price, 20 without: numbers, gaps and one word a house."""
    random = np.random.RandomState(2)
    columns = ["Id", "LotArea", "YearBuilt", "Alley", "SalePrice"]
    rows = []
    for number in range(1, 81):
        area = int(random.randint(2000, 9000))
        year = int(random.randint(1900, 2010)) if number % 9 else ""
        alley = ("Pave", "Grvl", "")[number % 3]
        rows.append([number, area, year, alley, 20 * area + 50000])
    for part, chosen, width in (("train", rows[:60], 5), ("test", rows[60:], 4)):
        with open(data / f"kaggle_house_pred_{part}.csv", "w", newline="") as file:
            lines = csv.writer(file)
            lines.writerow(columns[:width])
            lines.writerows(row[:width] for row in chosen)


def write_corpora(data):
    """A song of few characters, a novel, newspaper sentences and sentence pairs."""
    song = "想要有分开的一天\n我不分开你也不走\n慢慢唱完这首短歌\n"
    with zipfile.ZipFile(data / "jaychou_lyrics.txt.zip", "w") as archive:
        archive.writestr("jaychou_lyrics.txt", song * 120)

    novel = "He turned the lever once more;\nand the DAY became night again.\n"
    (data / "timemachine.txt").write_text(novel * 60)

    news = ["the chip maker said sales rose", "the bank said a bad year went"]
    lines = "".join(f" {news[i % 2]} {WORDS[i % 20]} \n" for i in range(120))
    with zipfile.ZipFile(data / "ptb.zip", "w") as archive:
        for part in ("train", "valid", "test"):
            archive.writestr(f"ptb/ptb.{part}.txt", lines)

    who = {"elle": "she is", "il": "he is", "je": "i am", "tu": "you are"}
    how = {"vieux": "old", "calme": "calm", "grand": "tall", "riche": "rich"}
    pairs = [
        f"{subject} est {french} .\t{be} {english} ."
        for subject, be in who.items()
        for french, english in how.items()
    ]
    (data / "fr-en-small.txt").write_text("\n".join(pairs) + "\n")


def write_reviews(data):
    """Ten reviews a class, for training and for testing."""
    for part in ("train", "test"):
        for kind, sentence in FILMS.items():
            folder = data / "aclImdb" / part / kind
            folder.mkdir(parents=True)
            for number in range(10):
                text = f"{sentence} , {WORDS[number]}\n"
                (folder / f"{number}_7.txt").write_text(text)


def write_vectors(embeddings):
    """Word vectors of 50 and 100 numbers; words that belong together lie close."""
    folder = embeddings / "glove"
    folder.mkdir(parents=True)
    for size in (50, 100):
        random = np.random.RandomState(size)
        centres = random.normal(size=(len(FAMILIES), size))
        with open(folder / f"glove.6B.{size}d.txt", "w") as file:
            for centre, family in zip(centres, FAMILIES):
                for word in family:
                    vector = centre + 0.2 * random.normal(size=size)
                    numbers = " ".join(f"{each:.4f}" for each in vector)
                    file.write(f"{word} {numbers}\n")
