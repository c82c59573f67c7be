"""Models that are saved with their study's settings and their view of the data."""

import dataclasses

import keras


class ConfiguredModel(keras.Model):
    """A model made of a `Config` and of `Features`, both kept in its file.

    A subclass names both classes.

    Args:
        config: frozen dataclass of numbers, texts and tuples of them.
        features: has `to_config()`, JSON-ready, and `from_config(...)`.
    """

    config_class: type
    features_class: type

    def __init__(self, config, features, **kwargs):
        super().__init__(**kwargs)
        self.config, self.features = config, features

    def get_config(self):
        return {
            "name": self.name,
            "config": dataclasses.asdict(self.config),
            "features": self.features.to_config(),
        }

    @classmethod
    def from_config(cls, config):
        # A model file is JSON, which has no tuples.
        fields = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in config["config"].items()
        }
        features = cls.features_class.from_config(config["features"])
        return cls(cls.config_class(**fields), features, name=config["name"])
