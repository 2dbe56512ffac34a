"""``gluon-course predict`` with a net for sentiment: what is said back of a text."""

from gluon_course.cli.predict import sentiment
from gluon_course.predict.sentiment import Sentiment


def test_a_long_text_and_its_unknown_words_are_cut_where_they_are_printed():
    words = tuple(f"word{i}" for i in range(500))
    text = " ".join(words)

    def judge(texts):
        return [Sentiment(texts[0], "positive", 0.75, words, ())]

    said = sentiment.answer(judge, {"sentences": [text]})
    assert said.content["texts"][0]["text"] == text
    assert said.text.startswith("positive  75.0 %  word0 word1 ")
    assert "(unknown to the model: word0, word1," in said.text
    assert len(said.text) < 600
    short = sentiment.answer(judge, {"sentences": ["so great"]})
    assert short.text.splitlines()[0] == "positive  75.0 %  so great"
