"""What goes over the wire, as pydantic models: questions, answers, the model."""
