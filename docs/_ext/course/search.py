"""Search for Chinese: single characters and pairs of neighbours, without a dictionary.

Sphinx splits Chinese with a dictionary when it writes the index, and not at all when a
reader asks: 卷积神经网络 then finds nothing. Here both sides cut alike. A word is found
if all its pairs stand on the page; Latin words are whole, as elsewhere.
"""

import re

from sphinx.search import SearchLanguage

_WORD = re.compile(r"[a-z0-9_]+|[\u3400-\u9fff]+")


class ChineseSearch(SearchLanguage):
    """Index and query terms of the site."""

    lang = "zh"
    language_name = "Chinese"
    stopwords = frozenset()
    js_splitter_code = r"""
function splitQuery(query) {
  const terms = [];
  for (const word of query.toLowerCase().match(/[a-z0-9_]+|[\u3400-\u9fff]+/g) || []) {
    if (!/[\u3400-\u9fff]/.test(word) || word.length < 2) terms.push(word);
    else for (let i = 0; i + 1 < word.length; i++) terms.push(word.slice(i, i + 2));
  }
  return terms;
}
"""

    def split(self, text):
        """The terms of a text: Latin words, characters, pairs of characters."""
        terms = []
        for word in _WORD.findall(text.lower()):
            if word[0] < "\u3400":
                terms.append(word)
            else:
                terms += [*word, *map("".join, zip(word, word[1:]))]
        return terms

    def word_filter(self, word):
        """Every term counts; a character alone is one too."""
        return bool(word)


def setup(app):
    """Take the place of Sphinx's own Chinese search."""
    app.add_search_language(ChineseSearch)
