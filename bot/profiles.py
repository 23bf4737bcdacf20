"""The profile of an instance with every version that its open cases follow, or a plain word why it cannot start."""

from __future__ import annotations

from bot.settings import BadSetting, Settings
from documents.model_form.blocks import FormError
from documents.model_form.forms import TEXTS, ModelForms, load_forms
from enrolment.profile import ProfileError
from enrolment.profile_versions import MissingVersion, ProfileVersions, load_versions
from handlers.model_forms import PublishedForms
from storage.database import Database
from storage.open_cases import versions_of_open_cases


def read_versions(settings: Settings) -> ProfileVersions:
    """The profile that the settings name and the versions beside it; raises BadSetting."""
    try:
        return load_versions(settings.profile)
    except (ProfileError, OSError) as error:
        raise BadSetting("profile", str(error)) from None


def read_forms(settings: Settings, profile: str) -> ModelForms:
    """The model forms of the contract, those of the settings' folder first; raises BadSetting with file and line."""
    roots = (TEXTS,) if settings.forms is None else (TEXTS, settings.forms)
    try:
        return load_forms(profile, roots)
    except (FormError, OSError) as error:
        raise BadSetting("forms", str(error)) from None


async def with_published(forms: ModelForms, database: Database) -> PublishedForms:
    """Together with what the department has published; raises BadSetting where that does not fit the folders."""
    published = PublishedForms(forms)
    try:
        async with database.reading() as uow:
            await published.now(uow)
    except FormError as error:
        raise BadSetting("forms", str(error)) from None
    return published


async def covering_open_cases(versions: ProfileVersions, database: Database) -> ProfileVersions:
    """Together with whatever else open cases follow; raises BadSetting where no file has it."""
    async with database.reading() as uow:
        named = await versions_of_open_cases(uow)
    try:
        return versions.covering(named)
    except MissingVersion as missing:
        file = f"{missing.code}.v{missing.version}.toml"
        raise BadSetting("profile", f"{missing}; put it beside the profile's file, such as {file}") from None
    except (ProfileError, OSError) as error:
        raise BadSetting("profile", str(error)) from None
