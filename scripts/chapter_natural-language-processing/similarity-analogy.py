"""10.6 求近义词和类比词

Text:     chapter_natural-language-processing/similarity-analogy
Run:      gluon-course run similarity-analogy
Expected: nearest to chip: chips, intel, electronics (published .856 .749 .749), to
          baby: babies, boy, girl (published .839 .800 .792), to beautiful: lovely,
          gorgeous, wonderful (published .921 .893 .830); 4 of 4 analogies (published
          4). Among the first 9,000 words alone, which stand in where the whole file
          is not there, lovely and gorgeous are missing
Vary:     --embedding glove.6B.100d or a FILE; --sample trains vectors on the sample
          in place of GloVe's, and so small a text finds few analogies
"""

from gluon_course import cli, models, predict, text, train
from gluon_course.base.run import RunOptions
from gluon_course.text import word_vectors

QUERIES = ("chip", "baby", "beautiful")
ANALOGIES = {
    ("man", "woman", "son"): "daughter",
    ("beijing", "china", "tokyo"): "japan",
    ("bad", "worst", "big"): "biggest",
    ("do", "did", "go"): "went",
}
# what stands in for them in the sample
SAMPLE_QUERIES = ("class", "string", "function")
SAMPLE_ANALOGIES = {("class", "classes", "object"): "objects"}


def main(embedding="glove.6B.50d", k=3, run=RunOptions()):
    # 使用预训练的词向量
    queries, analogies = QUERIES, ANALOGIES
    if run.sample:
        queries, analogies = SAMPLE_QUERIES, SAMPLE_ANALOGIES
        words = vectors_of_sample(run)
        if run.progress:
            print("Vectors trained on so little text find next to nothing:")
            print("what follows shows the steps, not what GloVe's vectors know")
    else:
        glove = text.load_embedding(embedding)
        words = predict.WordVectors(glove.idx_to_token, glove.idx_to_vec)
    facts = {"words": len(words)}

    # 求近义词
    for query, nearest in zip(queries, words.nearest(queries, k)):
        facts[query] = [word for word, _ in nearest]
        for word, cosine in nearest:
            facts[f"{query}_{word}"] = cosine
            if run.progress:
                print(f"{query}: cosine sim={cosine:.3f}: {word}")

    # 求类比词: b - a + c
    right = 0
    answers = words.analogies(list(analogies), 1)
    for (a, b, c), ((found, _),) in zip(analogies, answers):
        right += found == analogies[a, b, c]
        if run.progress:
            print(f"{a} : {b} = {c} : {found}")
    return {**facts, "analogies_right": right}


def vectors_of_sample(run):
    corpus = word_vectors.ptb_corpus(run)
    train_iter = word_vectors.SkipGramBatches(corpus, 64, seed=run.seed)
    net = models.get_model("skip_gram", vocab_size=len(corpus.vocab), embed_size=32)
    task, params = train.NegativeSampling(), {"learning_rate": 0.01}
    trainer = train.Trainer(net, task, "adam", params, run=run)
    trainer.fit(train_iter, num_epochs=5)
    vectors = net.centers.weight.list_data()[0]
    return predict.WordVectors(corpus.vocab.idx_to_token, vectors)


if __name__ == "__main__":
    cli.run_script(__file__)
