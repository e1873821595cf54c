-- Forecasts carried over are those of the model that made them.
update builds_meta
set model = said.model, model_version = said.model_version
from before.builds_meta as said;
