"""``POST /predict`` in OpenAPI: what this model takes, what it answers, when not."""

from __future__ import annotations

from gluon_course.serve.limits import Limits
from gluon_course.serve.schema.answers import ANSWERS, Failed
from gluon_course.serve.schema.questions import OPTIONS, Question, question_model

_REFUSALS = {
    400: "The body cannot be read, or the model cannot answer this question.",
    408: "The body did not come in time.",
    413: "The body is too large.",
    415: "Another content type than this model takes.",
    421: "The request is for another host than this server's own.",
    422: "A value is missing, wrong or out of range.",
    429: "Too many requests are waiting; Retry-After says how long to wait.",
    503: "The server ends, or the answer took too long.",
}


def predict_operation(task: str, limits: Limits) -> tuple[type[Question], dict]:
    """The model of a question, and the arguments of FastAPI's ``post``.

    Bodies are read by :mod:`gluon_course.serve.body` and not by FastAPI, which would
    take them whole into memory or onto the disk first; so they are described here.
    """
    model = question_model(task, limits)
    content = {"application/json": {"schema": _schema(model)}}
    if task in OPTIONS:
        form = _schema(OPTIONS[task])
        form["properties"] = {
            "picture": {
                "type": "string",
                "format": "binary",
                "description": "The file; its name is ignored.",
            },
            **form.get("properties", {}),
        }
        form["required"] = ["picture"]
        content["multipart/form-data"] = {"schema": form}
    refusals = {
        status: {"model": Failed, "description": said}
        for status, said in _REFUSALS.items()
    }
    return model, {
        "response_model": ANSWERS[task],
        "description": f"Ask the model ({task}).",
        "responses": refusals,
        "openapi_extra": {"requestBody": {"required": True, "content": content}},
    }


def _schema(model: type[Question]) -> dict:
    return model.model_json_schema(mode="validation")
