"""What is in effect: flags before variables before the file, and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ldgraph.errors import LdgraphError
from ldgraph.graph.config import read_config
from ldgraph.graph.places import CONFIG, SERVE
from ldgraph.serve.pool.limits import Limits
from ldgraph.serve.settings import LIMITS, Settings, every_setting

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ldgraph.graph.config import Config
    from ldgraph.graph.places import Root
    from ldgraph.serve.setting import Setting


class SettingError(LdgraphError):
    """A flag or a variable has a value that cannot be."""

    def __init__(self, where: str, value: object, setting: Setting) -> None:
        dutch, english = setting.kind.wanted
        super().__init__(
            f"{where}: {value!r} cannot be; wanted {english}",
            f"{where}: {value!r} kan niet; geef {dutch}",
        )


@dataclass(frozen=True, slots=True)
class Effective:
    """The value of a setting, and where it comes from."""

    setting: Setting
    value: Any
    #: flag, environment, file or default.
    kind: str
    #: The flag, the variable, or ``file:line:column``; nothing for a default.
    where: str = ""


def effective(
    root: Root, flags: Mapping[str, object], environment: Mapping[str, str]
) -> list[Effective]:
    """Find the value of each setting.

    Args:
        root: The root that is served: settings of roots that it extends are theirs.
        flags: What was given on the command line, by name of the setting; None is nothing.
        environment: The variables; an empty one is nothing.

    Raises:
        SettingError: A flag or a variable has a value that cannot be.
        ConfigError: The file has a key that is unknown, or a value that cannot be.
    """
    config = read_config(root.path / CONFIG, root.files)
    known = every_setting()
    _refuse_unknown(config, known)
    return [_effective(one, config, flags, environment) for one in known]


def as_settings(found: Iterable[Effective]) -> Settings:
    """Make the settings of what is in effect."""
    own: dict[str, Any] = {}
    limits: dict[str, Any] = {}
    for one in found:
        (limits if len(one.setting.path) > 1 else own)[one.setting.name] = one.value
    return Settings(**own, limits=Limits(**limits))


def _effective(
    setting: Setting, config: Config, flags: Mapping[str, object], environment: Mapping[str, str]
) -> Effective:
    given = flags.get(setting.name) if setting.flag else None
    if given is not None and given != ():
        return Effective(
            setting, _read(setting, given, str(setting.flag)), "flag", str(setting.flag)
        )
    if environment.get(setting.variable):
        value = _read(setting, environment[setting.variable], setting.variable)
        return Effective(setting, value, "environment", setting.variable)
    table: Any = config.values.get(SERVE, {})
    for key in setting.path[:-1]:
        table = table.get(key, {})
    path = (SERVE, *setting.path)
    if setting.path[-1] not in table:
        return Effective(setting, setting.default, "default")
    value = table[setting.path[-1]]
    try:
        if isinstance(value, str) and not _is_of_text(setting):
            raise ValueError  # noqa: TRY301 (a number in quotes is none in a file)
        found = setting.kind.read(value)
    except (ValueError, OverflowError) as error:
        dutch, english = setting.kind.wanted
        raise config.error(
            path,
            f"'{setting.path[-1]}' is {value!r}; wanted {english}",
            f"'{setting.path[-1]}' is {value!r}; geef {dutch}",
        ) from error
    line, column = config.at(*path)
    return Effective(setting, found, "file", f"{config.file}:{line}:{column}")


def _is_of_text(setting: Setting) -> bool:
    return not setting.kind.many and not isinstance(setting.default, int | float)


def _read(setting: Setting, value: object, where: str) -> object:
    try:
        return setting.kind.read(value)
    except (ValueError, OverflowError) as error:
        raise SettingError(where, value, setting) from error


def _refuse_unknown(config: Config, known: Iterable[Setting]) -> None:
    own = {one.path[0] for one in known}
    limits = {one.path[1] for one in known if len(one.path) > 1}
    table = config.values.get(SERVE, {})
    for key in table:
        if key not in own:
            raise config.unknown((SERVE, key), own)
    inner = table.get(LIMITS, {})
    if not isinstance(inner, dict):
        raise config.error(
            (SERVE, LIMITS),
            f"'{LIMITS}' must be a table: [{SERVE}.{LIMITS}]",
            f"'{LIMITS}' moet een tabel zijn: [{SERVE}.{LIMITS}]",
        )
    for key in inner:
        if key not in limits:
            raise config.unknown((SERVE, LIMITS, key), limits)
