"""How a patch changes moto: it adds a call, or wraps one, and keeps what it must remember in moto's own backend."""

import functools


def add(cls):
    """Decorator: the function becomes a method of `cls`. Fails when moto has it by now, so that no patch outlives its
    reason."""
    def decorate(function):
        if hasattr(cls, function.__name__):
            raise RuntimeError(f"moto has {cls.__name__}.{function.__name__} by now: take the patch out")
        setattr(cls, function.__name__, function)
        return function
    return decorate


def wrap(cls):
    """Decorator: the function takes the place of the method of the same name, and gets that as its first argument."""
    def decorate(function):
        original = getattr(cls, function.__name__)

        @functools.wraps(original)
        def wrapper(self, *args, **kwargs):
            return function(original, self, *args, **kwargs)
        setattr(cls, function.__name__, wrapper)
        return wrapper
    return decorate


def kept(backend, name):
    """A dictionary that lives as long as the backend's own data: moto's reset forgets it, and every account and region
    has one."""
    return backend.__dict__.setdefault(f"patched_{name}", {})


def as_dict(tags):
    """Tags as a dictionary, from any of the two shapes in which AWS's calls take them."""
    return tags if isinstance(tags, dict) else {tag["Key"]: tag["Value"] for tag in tags or []}


def as_list(tags):
    """Tags as the list of `Key` and `Value` that most of AWS's calls take and give."""
    return [{"Key": key, "Value": value} for key, value in tags.items()]
