"""10.6 求近义词和类比词

Needs: glove.6B.50d
"""

from mxnet import nd
from mxnet.contrib import text

assert "glove" in text.embedding.get_pretrained_file_names()
print(text.embedding.get_pretrained_file_names("glove"))
glove_6b50d = text.embedding.create("glove", pretrained_file_name="glove.6B.50d.txt")
index = glove_6b50d.token_to_idx["chip"]
assert glove_6b50d.idx_to_token[index] == "chip"
assert glove_6b50d.idx_to_vec.shape == (len(glove_6b50d), 50)


def knn(W, x, k):
    norm = (nd.sum(W * W, axis=1) + 1e-9).sqrt() * nd.sum(x * x).sqrt()
    cos = nd.dot(W, x.reshape((-1,))) / norm
    topk = nd.topk(cos, k=k, ret_typ="indices").asnumpy().astype("int32")
    return topk, [cos[int(i)].asscalar() for i in topk]


def get_similar_tokens(query_token, k, embed):
    x = embed.get_vecs_by_tokens([query_token])
    topk, cos = knn(embed.idx_to_vec, x, k + 1)
    found = [embed.idx_to_token[i] for i in topk[1:]]
    for token, c in zip(found, cos[1:]):
        print("cosine sim=%.3f: %s" % (c, token))
    return found


def get_analogy(token_a, token_b, token_c, embed):
    a, b, c = embed.get_vecs_by_tokens([token_a, token_b, token_c])
    topk, _ = knn(embed.idx_to_vec, b - a + c, 1)
    return embed.idx_to_token[topk[0]]


assert "intel" in get_similar_tokens("chip", 3, glove_6b50d)
assert get_analogy("man", "man", "china", glove_6b50d) == "china"
